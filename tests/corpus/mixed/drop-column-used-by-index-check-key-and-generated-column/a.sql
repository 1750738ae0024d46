CREATE TABLE public.t (
    id integer PRIMARY KEY, a integer, kept integer,
    b integer GENERATED ALWAYS AS (a + 1) STORED,
    CONSTRAINT a_positive CHECK (a > 0), CONSTRAINT a_kept CHECK (a <> kept), CONSTRAINT a_unique UNIQUE (a, kept),
    CONSTRAINT a_excluded EXCLUDE USING btree (a WITH =) WHERE (a > 10)
);
CREATE INDEX t_a ON public.t (a);
CREATE INDEX t_a_expression ON public.t ((a + kept));
CREATE INDEX t_a_predicate ON public.t (kept) WHERE a IS NOT NULL;
