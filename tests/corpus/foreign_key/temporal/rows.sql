INSERT INTO public.products VALUES (1, '[2024-01-01,2025-01-01)');
INSERT INTO public.offers VALUES (1, '[2024-02-01,2024-03-01)');
