-- what goes with the parent's column needs not let go of anything
-- requires: 17
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.p (a integer, d integer DEFAULT public.f(2), g integer GENERATED ALWAYS AS (public.f(a + 1)) STORED) PARTITION BY RANGE (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
ALTER TABLE public.p1 ALTER COLUMN d SET DEFAULT public.f(4);
CREATE TABLE public.p2 PARTITION OF public.p (g GENERATED ALWAYS AS (public.f(a + 8)) STORED) FOR VALUES FROM (10) TO (20);
