INSERT INTO public.orders VALUES (1, 'Ada', 10.50, '2024-01-02', 'first'), (2, 'Bob', 99.99, NULL, NULL), (3, 'Ada', -1, '2025-12-31', 'refund');
