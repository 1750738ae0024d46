-- the labels of an enum are reordered while an expression index with a statistics target and comments use it
CREATE TYPE public.grade AS ENUM ('c', 'b', 'a');
CREATE TABLE public.results (id integer PRIMARY KEY, grade public.grade NOT NULL);
ALTER TABLE public.results ALTER COLUMN grade SET STATISTICS 200;
CREATE INDEX results_grade_text ON public.results ((grade > 'a'::public.grade), id);
ALTER INDEX public.results_grade_text ALTER COLUMN 1 SET STATISTICS 300;
COMMENT ON COLUMN public.results.grade IS 'a is best';
COMMENT ON INDEX public.results_grade_text IS 'not the best';
