-- indexes of every method are added
CREATE TABLE public.t (id integer PRIMARY KEY, tags text[], during tsrange, at timestamptz, code text, place point);
CREATE INDEX t_gin ON public.t USING gin (tags);
CREATE INDEX t_gist ON public.t USING gist (during, place);
CREATE INDEX t_brin ON public.t USING brin (at, id);
CREATE INDEX t_hash ON public.t USING hash (code);
CREATE INDEX t_spgist ON public.t USING spgist (place kd_point_ops);
