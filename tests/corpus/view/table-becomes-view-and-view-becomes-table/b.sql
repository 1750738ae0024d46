-- a table and a view change their kinds and keep their names
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.lookup AS SELECT id AS code, customer AS word FROM public.orders;
CREATE TABLE public.busy (code integer, n bigint);
CREATE VIEW public.on_lookup AS SELECT word FROM public.lookup;
