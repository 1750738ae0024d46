CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword, word WITH public.d, english_stem;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR email, host, "float", "int" WITH simple;
CREATE TABLE public.t (words text);
CREATE INDEX t_words ON public.t USING gin (to_tsvector('public.c', words));
