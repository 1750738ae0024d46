INSERT INTO public.t VALUES (1, 1, 1, 1);
INSERT INTO public.p VALUES (1);
