INSERT INTO public.t VALUES (1, 'a', 'B'), (2, 'Z', 'z');
