CREATE TABLE public.t (u text, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN (1);
CREATE INDEX t_down ON public.t (u DESC);
CREATE INDEX t_up ON public.t (u);
