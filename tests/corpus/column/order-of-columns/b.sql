-- Empty diff: the columns of a table come in another order
CREATE TABLE public.t (c date, b integer NOT NULL, a text DEFAULT 'a', id integer PRIMARY KEY);
CREATE INDEX t_ab ON public.t (a, b);
