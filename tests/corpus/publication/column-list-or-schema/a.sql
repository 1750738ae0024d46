CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE SCHEMA s;
CREATE TABLE s.a (id integer PRIMARY KEY, b text);
CREATE PUBLICATION p FOR TABLE public.t (id);
CREATE PUBLICATION q FOR TABLES IN SCHEMA s, TABLE public.t;
