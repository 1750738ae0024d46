-- a view's column is renamed, under another view
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer AS client FROM public.orders;
CREATE VIEW public.on_v AS SELECT count(*) AS n FROM public.v;
COMMENT ON VIEW public.on_v IS 'how many';
