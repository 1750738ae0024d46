CREATE TABLE public.t (id integer PRIMARY KEY, ns integer[] NOT NULL DEFAULT '{1,2}', words varchar(3)[] DEFAULT ARRAY['a']);
CREATE INDEX t_ns ON public.t USING gin (ns);
