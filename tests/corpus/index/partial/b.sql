-- the predicate of an index changes, and one with colons and percent signs comes
CREATE TABLE public.orders (id integer PRIMARY KEY, state text, at date);
CREATE INDEX orders_open ON public.orders (at) WHERE state IN ('open', 'new');
CREATE INDEX orders_odd ON public.orders (at) WHERE state LIKE '%:a\%' AND state <> 'it''s' AND at >= '2024-01-01';
