CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer);
ALTER TABLE public.t ADD CONSTRAINT b_positive CHECK (b > 0) NOT VALID;
