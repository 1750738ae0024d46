CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, note IN ('a', 'b') AS ab, total BETWEEN 1 AND 2 AS between_, CAST(total AS integer) AS t FROM public.orders;
CREATE VIEW public.w (x, y) AS SELECT id, customer FROM public.orders WHERE NOT customer LIKE 'A%';
CREATE VIEW public.u AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, l);
