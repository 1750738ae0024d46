-- a primary key gets a second column
CREATE TABLE public.items (order_id integer, line integer, sku text, PRIMARY KEY (order_id, line));
