-- element types of arrays change, with defaults and an index
CREATE TABLE public.t (id integer PRIMARY KEY, ns bigint[] NOT NULL DEFAULT '{1,2}', words text[] DEFAULT ARRAY['a']);
CREATE INDEX t_ns ON public.t USING gin (ns);
