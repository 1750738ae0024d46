-- a second unique constraint on the same column is added
CREATE TABLE public.t (a integer, CONSTRAINT one UNIQUE (a));
ALTER TABLE public.t ADD CONSTRAINT another UNIQUE (a);
