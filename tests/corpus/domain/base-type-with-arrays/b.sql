-- the base type changes beneath a column of arrays
CREATE DOMAIN public.d AS text; CREATE TABLE public.t (id integer PRIMARY KEY, v public.d[]);
