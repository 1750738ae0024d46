-- a column with a statistics target, a comment and an expression index with a target of its own changes type
CREATE TABLE public.t (id integer PRIMARY KEY, a bigint, b text);
ALTER TABLE public.t ALTER COLUMN a SET STATISTICS 333;
COMMENT ON COLUMN public.t.a IS 'counted';
CREATE INDEX t_expression ON public.t ((a * 2));
ALTER INDEX public.t_expression ALTER COLUMN 1 SET STATISTICS 444;
