INSERT INTO public.t (x) VALUES (1), (2);
INSERT INTO public.kept VALUES (1);
