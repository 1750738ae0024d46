INSERT INTO public.t (b) VALUES (10), (20);
