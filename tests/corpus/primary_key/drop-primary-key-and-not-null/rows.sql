INSERT INTO public.t VALUES (1, '2024-01-01', 'a');
