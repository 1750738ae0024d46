-- whole schemas come into publications and go
-- requires: 15
CREATE SCHEMA s;
CREATE SCHEMA r;
CREATE TABLE s.a (id integer PRIMARY KEY);
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLES IN SCHEMA s, r, public;
CREATE PUBLICATION q FOR TABLE s.a, public.t;
