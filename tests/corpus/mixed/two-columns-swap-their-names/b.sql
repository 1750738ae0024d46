-- two columns have each other's type, default, check and index
CREATE TABLE public.t (id integer PRIMARY KEY, b integer NOT NULL DEFAULT 1, a text CHECK (a <> ''));
CREATE INDEX t_b ON public.t (b);
