INSERT INTO public.log VALUES (1, '2024-03-03', 'a'), (2, '2024-04-04', 'b');
