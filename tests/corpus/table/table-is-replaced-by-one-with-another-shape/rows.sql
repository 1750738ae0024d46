INSERT INTO public.log VALUES ('2024-01-01', 'x');
