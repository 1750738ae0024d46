INSERT INTO public.c VALUES (2, 'y');
