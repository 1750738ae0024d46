-- access methods of an index and of a table, with a class and what is stored by them
CREATE ACCESS METHOD "Tree" TYPE INDEX HANDLER bthandler;
CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD pile IS 'as heap';
CREATE OPERATOR CLASS public.integers DEFAULT FOR TYPE integer USING "Tree" AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
COMMENT ON OPERATOR CLASS public.integers USING "Tree" IS 'of another method';
CREATE TABLE public.t (n integer) USING pile;
CREATE INDEX t_n ON public.t USING "Tree" (n);
