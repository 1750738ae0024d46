INSERT INTO public.t VALUES (1, 'x', 2, '2024-01-01');
