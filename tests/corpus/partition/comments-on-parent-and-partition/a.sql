CREATE TABLE public.t (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
COMMENT ON TABLE public.t_1 IS 'before';
