-- a foreign key that is not enforced is added, and another one stops being enforced
-- requires: 18
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer CONSTRAINT c_a REFERENCES public.p NOT ENFORCED, b integer CONSTRAINT c_b REFERENCES public.p NOT ENFORCED);
