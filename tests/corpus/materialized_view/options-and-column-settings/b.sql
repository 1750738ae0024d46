-- storage parameters, statistics targets and comments change, the query does not
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.m WITH (autovacuum_enabled=false, toast.autovacuum_enabled=false) AS SELECT id, customer, note FROM public.orders;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN note SET STATISTICS 0;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN note SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN id SET (n_distinct = -0.5, n_distinct_inherited = 3);
COMMENT ON COLUMN public.m.note IS 'text';
COMMENT ON MATERIALIZED VIEW public.m IS 'all';
