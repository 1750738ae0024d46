-- comments on a primary key, a unique constraint, a check and a foreign key are added, changed and removed
CREATE TABLE public.t (
    id integer CONSTRAINT t_pkey PRIMARY KEY, a integer CONSTRAINT t_a UNIQUE, b integer CONSTRAINT t_b CHECK (b > 0),
    c integer CONSTRAINT t_c REFERENCES public.t
);
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'it''s the key';
COMMENT ON CONSTRAINT t_a ON public.t IS 'after: 100%';
COMMENT ON CONSTRAINT t_c ON public.t IS 'to "itself"';
