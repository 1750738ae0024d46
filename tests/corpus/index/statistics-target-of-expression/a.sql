CREATE TABLE public.t (a text, b integer);
CREATE INDEX t_idx ON public.t (b, lower(a), (b % 10));
ALTER INDEX public.t_idx ALTER COLUMN 3 SET STATISTICS 50;
