-- a partition becomes a table of its own and keeps its rows, primary key and index
CREATE TABLE public.log (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE public.log_2024 (id integer, at date, PRIMARY KEY (id, at));
CREATE INDEX log_2024_id ON public.log_2024 (id);
