-- a schema and all that is in it are dropped
CREATE TABLE public.kept (id integer PRIMARY KEY);
