-- two enums lose labels that domains, rows, rows within rows and arrays in columns hold
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TYPE public.state AS ENUM ('open', 'done');
CREATE DOMAIN public.calm AS public.mood CHECK (VALUE <> 'happy'::public.mood);
CREATE TYPE public.all_of AS (s public.state, m public.mood, c public.calm);
CREATE DOMAIN public.list AS public.mood[];
CREATE TYPE public.around AS (w public.all_of, l public.list, cs public.calm[]);
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood NOT NULL, s public.state, c public.calm, w public.all_of, l public.list, r public.around, rs public.around[]);
COMMENT ON COLUMN public.t.r IS 'everything';
CREATE TABLE public.u (id integer PRIMARY KEY, m public.mood, s public.state DEFAULT 'open');
CREATE VIEW public.v AS SELECT t.id, t.m, (t.w).c, ((t.r).w).s FROM public.t JOIN public.u USING (id);
COMMENT ON COLUMN public.v.m IS 'how';
CREATE STATISTICS public.st ON m, s FROM public.u;
ALTER STATISTICS public.st SET STATISTICS 50;
COMMENT ON STATISTICS public.st IS 'together';
CREATE FUNCTION public.f(x public.around, y public.mood) RETURNS public.calm LANGUAGE sql AS $$ SELECT (x).w.c $$;
