-- comments on NOT NULL constraints of a parent, of partitions, of children, of renamed, new and dropped constraints
-- requires: 18
CREATE TABLE public.t (id integer NOT NULL, a integer, b integer NOT NULL) PARTITION BY RANGE (id);
COMMENT ON CONSTRAINT t_id_not_null ON public.t IS 'of the parent';
COMMENT ON CONSTRAINT t_b_not_null ON public.t IS 'new on the parent';
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM (1) TO (10);
COMMENT ON CONSTRAINT t_id_not_null ON public.t_1 IS 'of the partition';
COMMENT ON CONSTRAINT t_b_not_null ON public.t_1 IS 'new on the partition';
CREATE TABLE public.t_2 (a integer, id integer NOT NULL, b integer CONSTRAINT t_b_not_null NOT NULL);
ALTER TABLE public.t ATTACH PARTITION public.t_2 FOR VALUES FROM (10) TO (20);
CREATE TABLE public.r (a integer CONSTRAINT new_name NOT NULL, b integer, c integer CONSTRAINT c_there NOT NULL);
COMMENT ON CONSTRAINT new_name ON public.r IS 'stays under a new name';
COMMENT ON CONSTRAINT c_there ON public.r IS 'comes with the constraint';
CREATE TABLE public.parent (a integer NOT NULL);
CREATE TABLE public.child () INHERITS (public.parent);
COMMENT ON CONSTRAINT parent_a_not_null ON public.child IS 'the child''s own words';
CREATE TABLE public.fresh (id integer PRIMARY KEY, a integer NOT NULL);
COMMENT ON CONSTRAINT fresh_id_not_null ON public.fresh IS 'beside the key';
COMMENT ON CONSTRAINT fresh_a_not_null ON public.fresh IS '100% \new';
