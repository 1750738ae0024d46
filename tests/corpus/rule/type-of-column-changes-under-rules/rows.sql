INSERT INTO public.things VALUES (1, 'a', 1.50, 'x'), (2, NULL, NULL, NULL);
