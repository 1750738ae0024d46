INSERT INTO public.t (s) VALUES (1), (2);
