CREATE TABLE public.t (id integer PRIMARY KEY, gone text, kept text);
CREATE INDEX t_gone ON public.t (gone);
CREATE INDEX t_both ON public.t (kept, gone);
CREATE INDEX t_partial ON public.t (kept) WHERE gone IS NOT NULL;
