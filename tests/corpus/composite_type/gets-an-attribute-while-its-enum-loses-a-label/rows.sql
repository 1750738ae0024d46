INSERT INTO public.t VALUES (1, ROW('ok')), (2, NULL), (3, ROW(NULL));
