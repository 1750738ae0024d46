INSERT INTO public.t VALUES (1, ROW('abcdefghij', NULL, NULL, NULL, NULL, 1));
