-- a generated column with an index is dropped, and one of the columns it depends on as well
CREATE TABLE public.t (id integer PRIMARY KEY, a integer);
