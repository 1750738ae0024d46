-- an access method has another handler, and all that stands on it is made anew
CREATE ACCESS METHOD tree TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD tree IS 'second';
CREATE OPERATOR CLASS public.integers DEFAULT FOR TYPE integer USING tree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE public.t (n integer);
CREATE INDEX t_n ON public.t USING tree (n);
