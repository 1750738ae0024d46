-- text becomes integer while the column has a default, which no cast converts, and an index
CREATE TABLE public.t (id integer PRIMARY KEY, n integer NOT NULL DEFAULT 0);
CREATE INDEX t_n ON public.t (n);
