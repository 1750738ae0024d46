-- the type of a table's column changes under views on views, with their options and comments
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total double precision, placed date, note varchar(40));
CREATE VIEW public.base WITH (security_barrier=true) AS SELECT id, customer, total FROM public.orders WHERE total IS NOT NULL;
COMMENT ON VIEW public.base IS 'rows that count; it''s 100% :sure';
COMMENT ON COLUMN public.base.total IS 'sum';
ALTER VIEW public.base ALTER COLUMN total SET DEFAULT 7;
CREATE VIEW public.middle AS SELECT customer, sum(total) AS spent FROM public.base GROUP BY customer;
COMMENT ON VIEW public.middle IS 'by customer';
CREATE VIEW public.top WITH (check_option=local) AS SELECT id, customer FROM public.base WHERE id > 5;
CREATE VIEW public.outer_view AS SELECT m.customer, t.id FROM public.middle m JOIN public.top t USING (customer);
CREATE VIEW public.untouched AS SELECT id, placed FROM public.orders;
