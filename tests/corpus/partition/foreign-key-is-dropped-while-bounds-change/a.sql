CREATE TABLE public.kinds (id bigint PRIMARY KEY);
CREATE TABLE public.t (k integer NOT NULL, a integer, kind_id bigint) PARTITION BY LIST (k);
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES IN (20, 21);
ALTER TABLE public.t ADD CONSTRAINT t_kind FOREIGN KEY (kind_id) REFERENCES public.kinds;
ALTER TABLE public.t ADD CONSTRAINT t_positive CHECK (a > 0);
CREATE INDEX t_a ON public.t (a);
