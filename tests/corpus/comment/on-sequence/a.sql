CREATE SEQUENCE public.one;
CREATE SEQUENCE public.two;
CREATE TABLE public.t (a serial, b integer GENERATED ALWAYS AS IDENTITY);
COMMENT ON SEQUENCE public.two IS 'gone';
