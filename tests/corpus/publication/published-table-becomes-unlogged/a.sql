CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE UNLOGGED TABLE public.w (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE public.t;
