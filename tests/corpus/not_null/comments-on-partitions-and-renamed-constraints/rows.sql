INSERT INTO public.t VALUES (1, 1, 1), (11, 1, 1);
INSERT INTO public.r VALUES (1, 1, 1);
