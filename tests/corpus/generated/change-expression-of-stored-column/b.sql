-- the expression of a stored generated column changes
CREATE TABLE public.t (id integer PRIMARY KEY, price numeric NOT NULL, gross numeric GENERATED ALWAYS AS (round(price * 1.19, 2)) STORED);
