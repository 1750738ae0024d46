-- the column comes late, since its default needs the function; the partition's index waits for the parent's column
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE TABLE public.t (id bigint NOT NULL, k integer NOT NULL, d integer DEFAULT public.f() NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t0 PARTITION OF public.t FOR VALUES IN (0);
CREATE INDEX t_d ON public.t (d);
