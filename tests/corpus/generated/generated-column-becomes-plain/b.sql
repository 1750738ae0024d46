-- a stored generated column becomes a plain one and keeps its values
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, double_a integer);
