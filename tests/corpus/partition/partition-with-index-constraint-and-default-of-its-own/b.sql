-- one partition gets an index, a check, a unique constraint, a foreign key, a default and storage parameters of its own
CREATE TABLE public.owners (id integer PRIMARY KEY);
CREATE TABLE public.t (id integer, kind text, x integer) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t (
    x DEFAULT 10,
    CONSTRAINT t_a_x CHECK (x > 0),
    CONSTRAINT t_a_id UNIQUE (id),
    CONSTRAINT t_a_owner FOREIGN KEY (x) REFERENCES public.owners (id)
) FOR VALUES IN ('a') WITH (fillfactor = 50);
CREATE INDEX t_a_only ON public.t_a (x) WHERE x > 100;
CREATE TABLE public.t_b PARTITION OF public.t FOR VALUES IN ('b');
