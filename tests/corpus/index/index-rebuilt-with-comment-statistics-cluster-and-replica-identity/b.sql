-- an index is rebuilt that has a comment, that the table is clustered on, and that is its replica identity
CREATE TABLE public.t (a integer NOT NULL, b text);
CREATE UNIQUE INDEX t_a ON public.t (a) INCLUDE (b);
COMMENT ON INDEX public.t_a IS 'must survive';
ALTER TABLE public.t CLUSTER ON t_a;
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_a;
