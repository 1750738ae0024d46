-- a configuration comes with its dictionary and all that uses it, and goes with them
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION public.c (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.c ALTER MAPPING FOR asciiword WITH public.d, english_stem;
CREATE TABLE public.t (words text, found tsvector GENERATED ALWAYS AS (to_tsvector('public.c', words)) STORED);
CREATE INDEX t_words ON public.t USING gin (to_tsvector('public.c', words));
CREATE FUNCTION public.f(text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$ SELECT plainto_tsquery('public.c', $1) $$;
CREATE VIEW public.v AS SELECT ts_headline('public.c', words, public.f('cat')) AS h FROM public.t;
