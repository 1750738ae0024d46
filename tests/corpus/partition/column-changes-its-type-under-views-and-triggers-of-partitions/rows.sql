INSERT INTO public.t VALUES (1, 1, 5, 'x'), (2, 2, 6, 'y');
