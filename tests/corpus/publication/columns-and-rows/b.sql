-- a table has a column list and a condition at once, which both change
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLE public.t (id, price) WHERE (price > 2 AND name LIKE 'a%') WITH (publish = 'insert');
