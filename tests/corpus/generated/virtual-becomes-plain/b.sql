-- a virtual generated column becomes a plain one, for which PostgreSQL has no command
-- requires: 18
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer);
