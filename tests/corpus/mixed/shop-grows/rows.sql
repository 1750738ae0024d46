INSERT INTO public.customers (name, email) VALUES ('Ada', 'ada@example.org'), ('Grace', NULL);
INSERT INTO public.orders (customer_id, status, total) VALUES (1, 'paid', 12.5), (2, DEFAULT, 0);
