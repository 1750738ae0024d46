INSERT INTO public.c VALUES (2, 'x', 'y');
