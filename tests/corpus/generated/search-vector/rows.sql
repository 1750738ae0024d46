INSERT INTO public.posts VALUES (1, 'Elephants', 'never forget'), (2, 'Mice', NULL);
