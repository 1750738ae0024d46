INSERT INTO public.t VALUES (1, 'ok', 'ok', '{ok,NULL}'), (2, NULL, 'ok', NULL);
