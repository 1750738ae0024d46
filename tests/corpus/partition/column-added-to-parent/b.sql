-- columns with and without default are added to a parent with two levels below it
CREATE TABLE public.t (
    id integer NOT NULL, at date NOT NULL, note text, state text NOT NULL DEFAULT 'it''s :new'
) PARTITION BY RANGE (at);
CREATE TABLE public.t_2024 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (id);
CREATE TABLE public.t_2024_0 PARTITION OF public.t_2024 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
