CREATE SCHEMA types;
CREATE EXTENSION citext WITH SCHEMA types;
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b varchar(9));
