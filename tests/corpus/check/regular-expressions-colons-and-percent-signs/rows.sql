INSERT INTO public.t VALUES (1, 'ada@example.org', '1:a', '/x', 'fine', '09:00');
