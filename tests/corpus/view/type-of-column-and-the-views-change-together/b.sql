-- a column's type changes, and so do the views on it
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total text, placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, total, length(total) AS digits FROM public.orders WHERE total <> '';
CREATE VIEW public.x AS SELECT v.total FROM public.v;
