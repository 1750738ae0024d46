-- a new column stands in a column list and in a condition at once
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text, fresh boolean DEFAULT true NOT NULL);
CREATE PUBLICATION p FOR TABLE public.t (id, fresh);
CREATE PUBLICATION q FOR TABLE public.t WHERE (fresh);
