-- a type changes under a materialized view on another, with indexes, statistics and column options
CREATE TABLE public.base (id integer PRIMARY KEY, v numeric, w text);
CREATE MATERIALIZED VIEW public.m1 AS SELECT id, v, w FROM public.base;
CREATE UNIQUE INDEX m1_id ON public.m1 (id);
CREATE INDEX m1_expr ON public.m1 ((v + 1)) WITH (fillfactor=60) WHERE v > 0;
ALTER INDEX public.m1_expr ALTER COLUMN 1 SET STATISTICS 12;
COMMENT ON INDEX public.m1_expr IS 'm1';
ALTER MATERIALIZED VIEW public.m1 ALTER COLUMN w SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW public.m1 ALTER COLUMN w SET STATISTICS 33;
COMMENT ON COLUMN public.m1.w IS 'words';
CREATE STATISTICS public.st (ndistinct) ON v, w FROM public.m1;
COMMENT ON STATISTICS public.st IS 'of a view';
CREATE MATERIALIZED VIEW public.m2 AS SELECT v, count(*) AS many FROM public.m1 GROUP BY v WITH NO DATA;
CREATE INDEX m2_v ON public.m2 (v);
CREATE VIEW public.v AS SELECT many FROM public.m2;
