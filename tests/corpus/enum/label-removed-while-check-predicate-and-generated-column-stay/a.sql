CREATE TYPE public.state AS ENUM ('a', 'b', 'c');
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    state public.state NOT NULL DEFAULT 'a',
    first boolean GENERATED ALWAYS AS (state = 'a') STORED,
    CHECK (state IN ('a', 'b'))
);
CREATE INDEX t_a ON public.t (id) WHERE state = 'a';
