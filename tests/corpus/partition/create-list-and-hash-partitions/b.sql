-- a table with list partitions, one of which has hash partitions, is created
CREATE TABLE public.orders (id integer NOT NULL, country text, PRIMARY KEY (id, country)) PARTITION BY LIST (country);
CREATE TABLE public.orders_de PARTITION OF public.orders FOR VALUES IN ('de', 'at', 'it''s', '100%');
CREATE TABLE public.orders_rest PARTITION OF public.orders DEFAULT PARTITION BY HASH (id);
CREATE TABLE public.orders_rest_0 PARTITION OF public.orders_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE public.orders_rest_1 PARTITION OF public.orders_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);
