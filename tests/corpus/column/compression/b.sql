-- the compression method of columns is set and reset
-- requires: 14
CREATE TABLE public.t (id integer PRIMARY KEY, a text COMPRESSION pglz, b text);
