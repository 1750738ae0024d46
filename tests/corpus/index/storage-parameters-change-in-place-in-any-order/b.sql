-- what an index takes in place leaves it standing, its comment and marks with it; the order of parameters too
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, c text, d text, tags text[], at date);
CREATE INDEX t_a ON public.t (a) WITH (deduplicate_items = on, fillfactor = 80);
CREATE INDEX t_b ON public.t (b) WITH (fillfactor = 90) WHERE (b <> ' WITH (fillfactor=''80'')'::text);
CREATE INDEX t_c ON public.t (c) INCLUDE (d) WITH (fillfactor = 50);
CREATE UNIQUE INDEX t_d ON public.t (d DESC);
CREATE INDEX t_tags ON public.t USING gin (tags) WITH (gin_pending_list_limit = 256, fastupdate = on);
CREATE INDEX t_at ON public.t USING brin (at) WITH (autosummarize = on, pages_per_range = 16);
