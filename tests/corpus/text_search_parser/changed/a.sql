CREATE FUNCTION public.start(internal, integer) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
CREATE TEXT SEARCH PARSER public.p (START = public.start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
COMMENT ON TEXT SEARCH PARSER public.p IS 'kept';
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = public.p);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH simple;
COMMENT ON TEXT SEARCH CONFIGURATION public.c IS 'kept';
