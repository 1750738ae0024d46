INSERT INTO public.t VALUES (1, 'ok', ROW('ok', 1), NULL), (2, NULL, NULL, NULL);
