CREATE TABLE public.customers (id serial PRIMARY KEY, name text, email text);
CREATE TABLE public.orders (id serial PRIMARY KEY, customer_id integer, status text DEFAULT 'new', total numeric(8,2));
CREATE INDEX orders_status ON public.orders (status);
