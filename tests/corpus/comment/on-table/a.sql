CREATE TABLE public.one (id integer);
CREATE TABLE public.two (id integer);
CREATE TABLE public.three (id integer);
COMMENT ON TABLE public.two IS 'before';
COMMENT ON TABLE public.three IS 'gone';
