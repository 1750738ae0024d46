-- an integer becomes an array of integers, for which PostgreSQL has no cast (the table is empty)
CREATE TABLE public.t (id integer PRIMARY KEY, n integer[]);
