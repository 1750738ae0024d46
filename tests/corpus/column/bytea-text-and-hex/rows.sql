INSERT INTO public.t VALUES (1, '\x6162'), (2, 'abc');
