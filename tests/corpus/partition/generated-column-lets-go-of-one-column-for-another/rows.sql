INSERT INTO public.t (k) VALUES (10);
