CREATE TABLE public.t (a integer NOT NULL, b text);
CREATE UNIQUE INDEX t_a ON public.t (a);
COMMENT ON INDEX public.t_a IS 'must survive';
ALTER TABLE public.t CLUSTER ON t_a;
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_a;
