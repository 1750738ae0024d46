CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.p (a integer, d integer DEFAULT public.f(1), g integer GENERATED ALWAYS AS (public.f(a)) STORED) PARTITION BY RANGE (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
ALTER TABLE public.p1 ALTER COLUMN d SET DEFAULT public.f(3);
CREATE TABLE public.p2 PARTITION OF public.p (g GENERATED ALWAYS AS (public.f(a + 9)) STORED) FOR VALUES FROM (10) TO (20);
