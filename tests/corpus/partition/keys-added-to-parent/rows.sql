INSERT INTO public.t VALUES (1, '2024-02-02', 'a'), (2, '2030-01-01', NULL);
