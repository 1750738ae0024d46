-- comments on free, owned and identity sequences are added and removed
CREATE SEQUENCE public.one;
CREATE SEQUENCE public.two;
CREATE TABLE public.t (a serial, b integer GENERATED ALWAYS AS IDENTITY);
COMMENT ON SEQUENCE public.one IS '%(x)s';
COMMENT ON SEQUENCE public.t_a_seq IS 'owned';
COMMENT ON SEQUENCE public.t_b_seq IS 'behind an identity';
