-- the attributes of a type within a type that columns have change places
CREATE TYPE public.inside AS (b text, a integer);
CREATE TYPE public.outside AS (title text, one public.inside);
CREATE DOMAIN public.checked AS public.outside CHECK ((VALUE).title <> '');
CREATE TABLE public.t (id integer PRIMARY KEY, i public.inside, o public.outside, c public.checked);
CREATE VIEW public.v AS SELECT id, ((o).one).a AS a FROM public.t;
CREATE INDEX t_o ON public.t ((((o).one).a));
