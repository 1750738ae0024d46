CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, c text, d text, tags text[], at date);
CREATE INDEX t_a ON public.t (a) WITH (fillfactor = 80, deduplicate_items = off);
CREATE INDEX t_b ON public.t (b) WITH (deduplicate_items = off, fillfactor = 80) WHERE (b <> ' WITH (fillfactor=''80'')'::text);
CREATE INDEX t_c ON public.t (c) INCLUDE (d);
CREATE UNIQUE INDEX t_d ON public.t (d DESC) WITH (fillfactor = 70);
CREATE INDEX t_tags ON public.t USING gin (tags) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX t_at ON public.t USING brin (at) WITH (autosummarize = off, pages_per_range = 16);
