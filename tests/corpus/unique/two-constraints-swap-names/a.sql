CREATE TABLE public.t (a integer, b integer, CONSTRAINT one UNIQUE (a), CONSTRAINT two UNIQUE (b));
