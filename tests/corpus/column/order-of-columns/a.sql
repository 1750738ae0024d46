CREATE TABLE public.t (id integer PRIMARY KEY, a text DEFAULT 'a', b integer NOT NULL, c date);
CREATE INDEX t_ab ON public.t (a, b);
