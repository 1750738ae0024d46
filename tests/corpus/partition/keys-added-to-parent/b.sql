-- a primary key, a unique constraint and a check are added to a parent
CREATE TABLE public.t (
    id integer NOT NULL, at date NOT NULL, code text,
    CONSTRAINT "t%pk" PRIMARY KEY (id, at),
    CONSTRAINT t_code UNIQUE (code, at) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT t_code_check CHECK (code <> ':none')
) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.t_2 PARTITION OF public.t DEFAULT;
