-- a check with a list, as PostgreSQL prints it for varchar
CREATE DOMAIN public.d AS character varying(10) CHECK (VALUE IN ('a', 'b', 'c'));
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
