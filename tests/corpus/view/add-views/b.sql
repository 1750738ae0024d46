-- views are added: a plain one, one on it, and an empty one
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.paid AS SELECT id, customer, total FROM public.orders WHERE total > 0;
CREATE VIEW public.best AS SELECT customer, max(total) AS top FROM public.paid GROUP BY customer;
CREATE VIEW public.nothing AS SELECT;
