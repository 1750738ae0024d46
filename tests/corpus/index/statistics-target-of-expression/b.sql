-- statistics targets of the expressions of an index are set and reset
CREATE TABLE public.t (a text, b integer);
CREATE INDEX t_idx ON public.t (b, lower(a), (b % 10));
ALTER INDEX public.t_idx ALTER COLUMN 2 SET STATISTICS 700;
