INSERT INTO public.t VALUES (1, '[1,2.5)'), (2, NULL), (3, 'empty');
