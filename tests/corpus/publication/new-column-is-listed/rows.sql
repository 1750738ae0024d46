INSERT INTO public.t VALUES (1, 'one', 1.50, 'x'), (2, 'two', 2.50, NULL);
