CREATE FUNCTION public.tree(internal) RETURNS index_am_handler LANGUAGE internal AS 'bthandler';
CREATE ACCESS METHOD tree TYPE INDEX HANDLER public.tree;
COMMENT ON ACCESS METHOD tree IS 'first';
CREATE OPERATOR CLASS public.integers DEFAULT FOR TYPE integer USING tree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE public.t (n integer);
CREATE INDEX t_n ON public.t USING tree (n);
