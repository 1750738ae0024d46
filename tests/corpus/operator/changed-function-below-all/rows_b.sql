INSERT INTO public.t (id, p) VALUES (1, (1, 2)), (2, (1, 3));
