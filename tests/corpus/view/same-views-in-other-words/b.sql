-- the same views, written otherwise: nothing changes
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT orders.id, note IN ('a', 'b') AS ab, (total >= 1 AND total <= 2) AS between_, total::int4 AS t FROM public.orders;
CREATE VIEW public.w AS SELECT id AS x, customer AS y FROM public.orders WHERE customer NOT LIKE 'A%';
CREATE VIEW public.u (n, l) AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, l);
