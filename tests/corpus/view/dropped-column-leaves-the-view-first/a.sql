CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, coalesce(note::text, customer) AS label FROM public.orders;
CREATE VIEW public.all_columns AS SELECT * FROM public.orders;
