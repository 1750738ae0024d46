-- a listed generated column gets another expression
-- requires: 18
CREATE TABLE public.g (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE PUBLICATION p FOR TABLE public.g (id, b);
