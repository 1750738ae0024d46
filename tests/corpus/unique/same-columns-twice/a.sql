CREATE TABLE public.t (a integer, CONSTRAINT one UNIQUE (a));
