-- a schema goes that is published as a whole, and another comes
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE SCHEMA "S 2";
CREATE TABLE "S 2".a (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLES IN SCHEMA "S 2", public;
