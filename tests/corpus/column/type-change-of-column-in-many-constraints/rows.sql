INSERT INTO public.t VALUES (1, 10, 20), (2, 5, 200);
INSERT INTO public.u VALUES (10);
