-- a check goes on under its name without a column that is dropped
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT total CHECK (a + b < 100));
