CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLE public.t (id, name) WHERE (price > 1) WITH (publish = 'insert');
