-- a virtual generated column is added
-- requires: 18
CREATE TABLE public.t (id integer PRIMARY KEY, price numeric, qty integer, total numeric GENERATED ALWAYS AS (price * qty) VIRTUAL);
