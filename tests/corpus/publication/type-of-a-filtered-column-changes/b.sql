-- the type of a column changes that decides which rows are published
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price bigint, gone text);
CREATE PUBLICATION p FOR TABLE public.t WHERE (price > 1 AND id < 100) WITH (publish = 'insert');
