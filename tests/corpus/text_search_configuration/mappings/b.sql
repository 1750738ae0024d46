-- mappings come, change, go, and change the order of their dictionaries; the index stays
CREATE TEXT SEARCH DICTIONARY public.e (TEMPLATE = simple, STOPWORDS = german);
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.e, english_stem, simple;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH english_stem, public.e;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR email, url, "float" WITH simple;
CREATE TABLE public.t (words text);
CREATE INDEX t_words ON public.t USING gin (to_tsvector('public.c', words));
