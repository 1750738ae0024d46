CREATE TABLE public.orders (id integer PRIMARY KEY, state text, at date);
CREATE INDEX orders_open ON public.orders (at) WHERE state = 'open';
