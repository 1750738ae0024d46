-- the expression of a check changes under the same name
CREATE TABLE public.t (id integer PRIMARY KEY, price numeric CONSTRAINT price_positive CHECK (price >= 0 AND price < 1e6));
