CREATE TEXT SEARCH TEMPLATE public.old (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH TEMPLATE public.t (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = public.t);
COMMENT ON TEXT SEARCH DICTIONARY public.d IS 'kept';
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.d;
