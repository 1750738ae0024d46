INSERT INTO public.t VALUES (1, 10, 'abc', '2024-02-02'), (2, 20, 'xyz', '2025-05-05');
