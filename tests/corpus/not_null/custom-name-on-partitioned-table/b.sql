-- a named NOT NULL constraint is added to a parent, and its partition has it under another name
-- requires: 18
CREATE TABLE public.t (id integer, a integer CONSTRAINT a_needed NOT NULL) PARTITION BY HASH (id);
CREATE TABLE public.t_0 (id integer, a integer CONSTRAINT a_needed_here NOT NULL);
ALTER TABLE public.t ATTACH PARTITION public.t_0 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
