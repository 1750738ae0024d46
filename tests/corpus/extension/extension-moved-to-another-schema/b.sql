-- an extension moves to another schema while a column uses its type
CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA ext;
CREATE TABLE public.products (id integer PRIMARY KEY, attributes ext.hstore NOT NULL DEFAULT ''::ext.hstore);
