-- a publication of some columns becomes one of a whole schema: it cannot be both
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE SCHEMA s;
CREATE TABLE s.a (id integer PRIMARY KEY, b text);
CREATE PUBLICATION p FOR TABLES IN SCHEMA s, TABLE public.t;
CREATE PUBLICATION q FOR TABLE public.t (id, name);
