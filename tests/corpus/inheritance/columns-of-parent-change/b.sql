-- columns of a parent are added, retyped and get another default; children follow
CREATE TABLE public.p (id integer PRIMARY KEY, note varchar(30) DEFAULT 'y' CHECK (note <> ''), k bigint, n2 integer DEFAULT 4 NOT NULL);
CREATE TABLE public.q (z integer);
CREATE TABLE public.c (extra text, k bigint) INHERITS (public.p, public.q);
CREATE INDEX ON public.c (extra);
CREATE TABLE public.d () INHERITS (public.c);
CREATE SCHEMA "S x";
CREATE TABLE "S x"."we.ird" (a integer) INHERITS (public.p);
ALTER TABLE public.d ALTER COLUMN note SET DEFAULT 'dd';
COMMENT ON COLUMN public.c.n2 IS 'hi';
