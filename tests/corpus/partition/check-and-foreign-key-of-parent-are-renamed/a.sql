CREATE TABLE public.o (id integer PRIMARY KEY);
CREATE TABLE public.t (id integer, k integer, CONSTRAINT old_check CHECK (id > 0), CONSTRAINT old_key FOREIGN KEY (id) REFERENCES public.o (id), CONSTRAINT old_unique UNIQUE (id, k)) PARTITION BY LIST (k);
COMMENT ON CONSTRAINT old_check ON public.t IS 'kept';
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1) PARTITION BY LIST (id);
CREATE TABLE public.t11 PARTITION OF public.t1 DEFAULT;
