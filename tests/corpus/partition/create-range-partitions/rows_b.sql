INSERT INTO public.events VALUES (1, '2024-06-01', 'a'), (2, '2030-01-01', 'b');
