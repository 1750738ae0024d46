INSERT INTO public.t VALUES (1, 'A', '2024-01-01'), (11, 'b', '2024-01-01');
