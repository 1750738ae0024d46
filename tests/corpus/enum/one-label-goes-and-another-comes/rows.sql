INSERT INTO public.replies VALUES (1, 'yes'), (2, 'no');
