-- a table is dropped with two tables that refer to it, a third loses the column that did
CREATE TABLE public.kept (note text);
