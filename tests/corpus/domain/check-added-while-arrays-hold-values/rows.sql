INSERT INTO public.t VALUES (1, ARRAY['a', 'b']::public.d[]);
