INSERT INTO public.metrics VALUES ('2024-03-01', 1, 'x');
