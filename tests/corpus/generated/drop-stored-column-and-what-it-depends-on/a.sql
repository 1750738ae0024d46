CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, sum integer GENERATED ALWAYS AS (a + b) STORED);
CREATE INDEX t_sum ON public.t (sum);
