INSERT INTO public.t VALUES (1, 'a', 'b', 'c', 'd', '{x}', '2024-01-01');
