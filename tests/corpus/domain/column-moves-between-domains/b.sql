-- a column changes from one domain to another while the first goes
CREATE DOMAIN public."Other D" AS text CHECK (VALUE <> ''); CREATE TABLE public.t (id integer PRIMARY KEY, v public."Other D");
