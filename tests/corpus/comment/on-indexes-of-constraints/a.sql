CREATE TABLE public.t (id integer PRIMARY KEY, a integer CONSTRAINT old_name UNIQUE, b integer UNIQUE, c integer);
COMMENT ON INDEX public.old_name IS 'stays under a new name';
COMMENT ON INDEX public.t_b_key IS 'goes';
CREATE TABLE public.p (id integer, CONSTRAINT p_pkey PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE public.p_1 PARTITION OF public.p FOR VALUES FROM (1) TO (10);
COMMENT ON INDEX public.p_1_pkey IS 'before';
