-- a table takes the name of a composite type
CREATE TABLE public.pair (a integer, b text);
