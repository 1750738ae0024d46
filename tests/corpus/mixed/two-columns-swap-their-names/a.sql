CREATE TABLE public.t (id integer PRIMARY KEY, a integer NOT NULL DEFAULT 1, b text CHECK (b <> ''));
CREATE INDEX t_a ON public.t (a);
