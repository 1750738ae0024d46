-- a dictionary has another template: a configuration goes over to it, and what was looked up is computed again
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = snowball, LANGUAGE = english);
COMMENT ON TEXT SEARCH DICTIONARY public.d IS 'kept';
CREATE TEXT SEARCH DICTIONARY public.alone (TEMPLATE = snowball, LANGUAGE = dutch);
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword, word WITH public.d, pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR numword WITH public.d;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR email WITH public.d;
CREATE TABLE public.t (id integer PRIMARY KEY, words text, found tsvector GENERATED ALWAYS AS (to_tsvector('public.c', words)) STORED);
CREATE INDEX t_found ON public.t USING gin (to_tsvector('public.c', words));
