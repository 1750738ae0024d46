-- indexes on a dropped column go or change, and one on an added column comes
CREATE TABLE public.t (id integer PRIMARY KEY, kept text, fresh integer);
CREATE INDEX t_both ON public.t (kept, fresh);
CREATE INDEX t_partial ON public.t (kept) WHERE fresh IS NULL;
