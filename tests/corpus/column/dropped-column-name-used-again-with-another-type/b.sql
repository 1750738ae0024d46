-- a table with a column that was dropped earlier gets a column of the same name
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b date);
