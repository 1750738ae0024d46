INSERT INTO public.metrics_2024 VALUES ('2024-03-01', 1);
