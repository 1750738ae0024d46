CREATE TYPE public.state AS ENUM ('a', 'b');
CREATE TABLE public.p (id serial PRIMARY KEY, code varchar(10) UNIQUE, state public.state DEFAULT 'a', at timestamptz DEFAULT now());
CREATE TABLE public.c (id int PRIMARY KEY, p_id int NOT NULL REFERENCES public.p ON DELETE CASCADE, n numeric CHECK (n > 0), m int GENERATED ALWAYS AS (id * 2) STORED);
CREATE INDEX c_p ON public.c (p_id) WHERE n > 5;
COMMENT ON TABLE public.c IS 'it''s c';
