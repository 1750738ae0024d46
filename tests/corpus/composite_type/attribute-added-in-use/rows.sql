INSERT INTO public.t VALUES (1, ROW(1, 'x,"y')), (2, NULL), (3, ROW(NULL, NULL));
