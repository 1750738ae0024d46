-- columns are dropped that a column list and a condition name
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2));
CREATE PUBLICATION p FOR TABLE public.t (id);
CREATE PUBLICATION q FOR TABLE public.t;
