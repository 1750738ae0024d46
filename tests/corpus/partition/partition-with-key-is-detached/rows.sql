INSERT INTO public.log VALUES (1, '2024-03-03'), (2, '2024-04-04');
