CREATE TABLE public.t (id integer, at date, gone text NOT NULL DEFAULT 'x', CHECK (gone <> '')) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
CREATE INDEX t_gone ON public.t (gone);
