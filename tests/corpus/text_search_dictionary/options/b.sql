-- options of dictionaries come, change, go and change places, below what uses them
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = simple, ACCEPT = false, STOPWORDS = english);
CREATE TEXT SEARCH DICTIONARY public.e (TEMPLATE = snowball, LANGUAGE = german);
COMMENT ON TEXT SEARCH DICTIONARY public.e IS 'kept';
CREATE TEXT SEARCH DICTIONARY public.f (TEMPLATE = simple, ACCEPT = true);
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.d, public.e;
CREATE VIEW public.v AS SELECT to_tsvector('public.c', 'x') AS x;
