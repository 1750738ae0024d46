-- views with all that a query may hold
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, row_number() OVER w AS place, sum(total) FILTER (WHERE total > 0) OVER (PARTITION BY customer ORDER BY placed ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS running FROM public.orders WINDOW w AS (ORDER BY id);
CREATE VIEW public.g AS SELECT customer, placed, grouping(customer) AS level, string_agg(DISTINCT note, ', ' ORDER BY note) AS notes FROM public.orders GROUP BY GROUPING SETS ((customer, placed), ROLLUP (customer)) HAVING count(*) > 0;
CREATE VIEW public.l AS SELECT o.id, s.n FROM public.orders o LEFT JOIN LATERAL (SELECT count(*) AS n FROM public.orders i WHERE i.customer = o.customer) s ON true CROSS JOIN generate_series(1, 2) WITH ORDINALITY AS g (value, ord);
CREATE VIEW public.s AS (SELECT id FROM public.orders EXCEPT ALL SELECT 1) UNION (SELECT 5 INTERSECT SELECT 6) ORDER BY 1 DESC NULLS LAST OFFSET 1;
CREATE VIEW public.e AS SELECT CASE WHEN total IS NULL THEN 'none' ELSE total::text END AS c, ARRAY(SELECT id FROM public.orders) AS ids, (SELECT max(id) FROM public.orders) AS m, placed AT TIME ZONE 'UTC' AS z, extract(year FROM placed) AS y, customer COLLATE "C" AS cc, EXISTS (SELECT FROM public.orders WHERE id = 3) AS ex FROM public.orders TABLESAMPLE system (50);
