-- a template has another name, one comes with a comment, and one has another function below a dictionary
CREATE FUNCTION public.init(internal) RETURNS internal LANGUAGE internal AS 'dsimple_init';
CREATE TEXT SEARCH TEMPLATE public.new (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH TEMPLATE public.more (LEXIZE = dsimple_lexize);
COMMENT ON TEXT SEARCH TEMPLATE public.more IS 'without init';
CREATE TEXT SEARCH TEMPLATE public.t (LEXIZE = dsimple_lexize, INIT = public.init);
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = public.t);
COMMENT ON TEXT SEARCH DICTIONARY public.d IS 'kept';
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.d;
