INSERT INTO public.t (b) VALUES (1);
