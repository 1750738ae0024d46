-- indexes have another method under the same name
CREATE TABLE public.t (id integer PRIMARY KEY, code text, at timestamptz);
CREATE INDEX t_code ON public.t USING hash (code);
CREATE INDEX t_at ON public.t USING brin (at) WITH (pages_per_range = 32);
