INSERT INTO public.t VALUES (1, 'x', ROW('y', 1), 'z'), (2, NULL, NULL, NULL);
