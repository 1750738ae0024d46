INSERT INTO public.t VALUES (1, 'abc', 5, '2020-01-01');
