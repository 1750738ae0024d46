INSERT INTO public.t VALUES (1, ARRAY['a', 'b,"c']::public.d[]), (2, NULL), (3, '{}');
