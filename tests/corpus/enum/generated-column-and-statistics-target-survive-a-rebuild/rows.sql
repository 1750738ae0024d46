INSERT INTO public.results VALUES (1, 'a'), (2, 'c');
