-- PostgreSQL adds no column with a default while a column holds rows of the table
CREATE TABLE public.a (
    id integer PRIMARY KEY, n text, o integer DEFAULT 5, "at" timestamptz NOT NULL DEFAULT now(), plain date,
    "e%" varchar(9) COLLATE "C" DEFAULT 'x:y' NOT NULL
);
ALTER TABLE public.a ALTER COLUMN "e%" SET STORAGE EXTERNAL;
COMMENT ON COLUMN public.a.o IS 'five';
CREATE TABLE public.b (x public.a, xs public.a[]);
CREATE TABLE public.p (id integer, o integer NOT NULL DEFAULT 7);
CREATE TABLE public.c (y integer) INHERITS (public.p);
CREATE TABLE public.h (x public.c);
CREATE TABLE public.r (id integer, o integer DEFAULT 1 + 1 NOT NULL) PARTITION BY LIST (id);
CREATE TABLE public.r1 PARTITION OF public.r FOR VALUES IN (1);
CREATE TABLE public.k (x public.r1);
