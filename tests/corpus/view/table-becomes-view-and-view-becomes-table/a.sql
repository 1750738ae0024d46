CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE TABLE public.lookup (code integer, word text);
CREATE VIEW public.busy AS SELECT code, count(*) AS n FROM public.lookup GROUP BY code;
CREATE VIEW public.on_lookup AS SELECT word FROM public.lookup;
