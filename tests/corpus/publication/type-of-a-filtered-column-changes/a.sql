CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLE public.t WHERE (price > 1 AND id < 100) WITH (publish = 'insert');
