-- a column is added with a check that its default passes, and a check over it and an old column
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer NOT NULL DEFAULT 10 CHECK (b > 5), CONSTRAINT a_below_b CHECK (a < b));
