INSERT INTO public.cats VALUES (1, 'Tom');
INSERT INTO public.dogs VALUES (2, 'Rex');
