CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY public.e (TEMPLATE = snowball, LANGUAGE = english, STOPWORDS = english);
COMMENT ON TEXT SEARCH DICTIONARY public.e IS 'kept';
CREATE TEXT SEARCH DICTIONARY public.f (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.d, public.e;
CREATE VIEW public.v AS SELECT to_tsvector('public.c', 'x') AS x;
