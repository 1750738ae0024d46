CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE SCHEMA s;
CREATE TABLE s.a (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLES IN SCHEMA s, public;
