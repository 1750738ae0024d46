INSERT INTO public.customer (name) VALUES ('a'), ('b'); INSERT INTO public.orders VALUES (1, 1), (2, 2);
