INSERT INTO public.p (a) VALUES (5), (15);
