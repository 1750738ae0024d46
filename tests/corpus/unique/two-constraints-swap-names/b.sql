-- two unique constraints swap their names
CREATE TABLE public.t (a integer, b integer, CONSTRAINT two UNIQUE (a), CONSTRAINT one UNIQUE (b));
