-- a generated column with a check and an index becomes a plain one, and the column it depended on is dropped
CREATE TABLE public.t (id integer PRIMARY KEY, b integer CHECK (b < 7));
CREATE UNIQUE INDEX t_b ON public.t (b);
