-- the base type changes while a key, an index, a default and a check stand on the columns
CREATE DOMAIN public.d AS bigint CHECK (VALUE > 0);
CREATE TABLE public.t (id public.d PRIMARY KEY, v public.d DEFAULT 7, CHECK (v < 100)); CREATE INDEX t_v ON public.t (v) WHERE v > 3;
