INSERT INTO public.users VALUES (1, 1);
INSERT INTO public.posts VALUES (1, 1, 1), (1, 2, NULL);
