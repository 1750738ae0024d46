-- a view lets go of a column that is dropped, and takes up one that is added
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, remark text);
CREATE VIEW public.v AS SELECT id, coalesce(remark, customer) AS label FROM public.orders;
CREATE VIEW public.all_columns AS SELECT * FROM public.orders;
