-- a check is dropped, one on a column and one on the table are added
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer CHECK (b IS NOT NULL), CHECK (a < b));
