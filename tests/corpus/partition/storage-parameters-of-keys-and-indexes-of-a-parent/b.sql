-- a partitioned index takes no SET (…), so it is made again
CREATE TABLE public.p (id integer, a integer, CONSTRAINT p_pkey PRIMARY KEY (id) WITH (fillfactor = 50)) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE INDEX p_a ON public.p (a) WITH (fillfactor = 60);
