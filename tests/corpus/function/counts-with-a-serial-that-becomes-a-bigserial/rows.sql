INSERT INTO public.t (other) VALUES (1), (2);
