CREATE TABLE public.p (id integer PRIMARY KEY, note text DEFAULT 'x' NOT NULL CHECK (note <> ''), k integer);
CREATE TABLE public.q (z integer);
CREATE TABLE public.c (extra text, k integer) INHERITS (public.p, public.q);
CREATE INDEX ON public.c (extra);
CREATE TABLE public.d () INHERITS (public.c);
CREATE SCHEMA "S x";
CREATE TABLE "S x"."we.ird" (a integer) INHERITS (public.p);
