-- comments on a parent, a partition, a column of each and an index of each are added and changed
CREATE TABLE public.t (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
CREATE INDEX t_at ON public.t (at);
COMMENT ON TABLE public.t IS 'the parent';
COMMENT ON TABLE public.t_1 IS 'it''s the :default';
COMMENT ON COLUMN public.t.id IS '100%';
COMMENT ON COLUMN public.t_1.id IS 'of the partition';
COMMENT ON INDEX public.t_at IS 'index of the parent';
COMMENT ON INDEX public.t_1_at_idx IS 'index of the partition';
