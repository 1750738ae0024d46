CREATE TABLE public.t (
    id integer CONSTRAINT t_pkey PRIMARY KEY, a integer CONSTRAINT t_a UNIQUE, b integer CONSTRAINT t_b CHECK (b > 0),
    c integer CONSTRAINT t_c REFERENCES public.t
);
COMMENT ON CONSTRAINT t_a ON public.t IS 'before';
COMMENT ON CONSTRAINT t_b ON public.t IS 'gone';
