-- columns change type that are in a key, checks, an exclusion constraint, indexes, and referred to from another table
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a bigint NOT NULL UNIQUE,
    b bigint CHECK (b > 0),
    CONSTRAINT ab CHECK (a < b),
    CONSTRAINT no_same EXCLUDE USING btree (b WITH =) WHERE (b > 100)
);
CREATE INDEX t_ab ON public.t (a, (b + 1)) WHERE b IS NOT NULL;
CREATE TABLE public.u (t_a bigint REFERENCES public.t (a));
COMMENT ON CONSTRAINT ab ON public.t IS 'a below b';
