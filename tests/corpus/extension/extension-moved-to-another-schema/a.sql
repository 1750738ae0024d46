CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA public;
CREATE TABLE public.products (id integer PRIMARY KEY, attributes public.hstore NOT NULL DEFAULT ''::public.hstore);
