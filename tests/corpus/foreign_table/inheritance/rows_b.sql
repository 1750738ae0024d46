INSERT INTO public.p VALUES (1, 'x', '2024-01-01');
