INSERT INTO public.t VALUES (1, 'no', '2', '2024-05-05 12:00');
