-- comments on the indexes of constraints: new, gone, of another name, behind another type, of a parent and its partition
CREATE TABLE public.t (id bigint PRIMARY KEY, a integer CONSTRAINT new_name UNIQUE, b integer UNIQUE, c integer,
    UNIQUE (c, a), EXCLUDE USING btree (c WITH =));
COMMENT ON INDEX public.t_pkey IS 'the key''s';
COMMENT ON INDEX public.new_name IS 'stays under a new name';
COMMENT ON INDEX public.t_c_a_key IS 'of a new constraint';
COMMENT ON INDEX public.t_c_excl IS 'of an exclusion';
COMMENT ON CONSTRAINT t_c_excl ON public.t IS 'the exclusion itself';
CREATE TABLE public.p (id integer, CONSTRAINT p_pkey PRIMARY KEY (id)) PARTITION BY RANGE (id);
COMMENT ON INDEX public.p_pkey IS 'of the parent';
CREATE TABLE public.p_1 PARTITION OF public.p FOR VALUES FROM (1) TO (10);
COMMENT ON INDEX public.p_1_pkey IS 'after';
CREATE TABLE public.fresh (id integer PRIMARY KEY);
COMMENT ON INDEX public.fresh_pkey IS ':new';
