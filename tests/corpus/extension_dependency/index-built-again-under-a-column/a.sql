-- PostgreSQL builds indexes again when a column changes its type, and forgets which extensions they go with
CREATE EXTENSION citext;
CREATE TYPE public.e AS ENUM ('a', 'b');
CREATE TABLE public.t (id integer CONSTRAINT t_pkey PRIMARY KEY, name character varying(10), kind public.e);
CREATE INDEX t_name ON public.t (name);
CREATE INDEX t_upper ON public.t (upper((name)::text));
CREATE INDEX t_kind ON public.t (kind);
CREATE TABLE public.parent (id integer, name character varying(10)) PARTITION BY LIST (id);
CREATE TABLE public.child PARTITION OF public.parent FOR VALUES IN (1);
CREATE INDEX parent_name ON public.parent (name);
ALTER INDEX public.t_pkey DEPENDS ON EXTENSION citext;
ALTER INDEX public.t_name DEPENDS ON EXTENSION citext;
ALTER INDEX public.t_upper DEPENDS ON EXTENSION citext;
ALTER INDEX public.t_kind DEPENDS ON EXTENSION citext;
ALTER INDEX public.parent_name DEPENDS ON EXTENSION citext;
ALTER INDEX public.child_name_idx DEPENDS ON EXTENSION citext;
