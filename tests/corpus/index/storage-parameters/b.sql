-- storage parameters of indexes are set, changed and reset
CREATE TABLE public.t (id integer PRIMARY KEY, a text, tags text[], at date, during tsrange);
CREATE INDEX t_a ON public.t (a) WITH (fillfactor = 60, deduplicate_items = off);
CREATE INDEX t_tags ON public.t USING gin (tags) WITH (gin_pending_list_limit = 128);
CREATE INDEX t_at ON public.t USING brin (at) WITH (pages_per_range = 16);
CREATE INDEX t_during ON public.t USING gist (during) WITH (buffering = on);
