CREATE TABLE public.t (id bigint NOT NULL, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t0 PARTITION OF public.t FOR VALUES IN (0, 1);
CREATE INDEX t_5 ON public.t (id);
CREATE INDEX t_3 ON public.t (id);
CREATE INDEX t_2 ON public.t (id DESC);
ALTER INDEX public.t0_id_idx2 RENAME TO chosen;
