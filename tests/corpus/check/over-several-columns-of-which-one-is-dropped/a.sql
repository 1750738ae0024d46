CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, c integer, CONSTRAINT total CHECK (a + b + c < 100));
