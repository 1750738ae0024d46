CREATE TABLE public.items (order_id integer PRIMARY KEY, line integer, sku text);
