-- the query changes: indexes, comments and what stands on it are made again
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.m WITH (fillfactor=70, autovacuum_enabled=false) AS SELECT id, customer, total, placed FROM public.orders WHERE id > 1;
CREATE UNIQUE INDEX m_id ON public.m (id);
CREATE INDEX m_total ON public.m USING btree (total DESC NULLS LAST, (lower(customer))) WHERE total > 0;
COMMENT ON MATERIALIZED VIEW public.m IS 'copy';
COMMENT ON COLUMN public.m.total IS 'money';
COMMENT ON INDEX public.m_total IS 'fast';
ALTER INDEX public.m_total ALTER COLUMN 2 SET STATISTICS 77;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN customer SET STATISTICS 55;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN customer SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW public.m CLUSTER ON m_id;
CREATE VIEW public.on_m AS SELECT id, total FROM public.m;
CREATE MATERIALIZED VIEW public.mm AS SELECT sum(total) AS total FROM public.on_m;
CREATE INDEX mm_total ON public.mm (total);
CREATE STATISTICS public.m_stats (ndistinct) ON id, customer FROM public.m;
