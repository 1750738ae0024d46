CREATE TEXT SEARCH PARSER public.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = public.p);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH simple;
COMMENT ON TEXT SEARCH CONFIGURATION public.c IS 'kept';
CREATE TABLE public.t (id integer PRIMARY KEY, words text, found tsvector GENERATED ALWAYS AS (to_tsvector('public.c', words)) STORED, CHECK (to_tsvector('public.c', words) IS NOT NULL));
CREATE INDEX t_words ON public.t USING gin (to_tsvector('public.c', words));
CREATE INDEX t_found ON public.t USING gin (found);
CREATE VIEW public.v AS SELECT to_tsvector('public.c', words) AS found FROM public.t;
