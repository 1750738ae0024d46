INSERT INTO public.t VALUES (1, 'abc', 'abc', 'abc', 'abc', 'ab');
