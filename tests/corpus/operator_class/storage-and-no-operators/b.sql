-- a class that stores something else (GIN), one of plain functions, one of nothing but its type
CREATE OPERATOR CLASS public.numbers FOR TYPE integer[] USING gin AS STORAGE integer,
    OPERATOR 1 && (anyarray, anyarray), OPERATOR 2 @> (anyarray, anyarray),
    FUNCTION 1 btint4cmp(integer, integer), FUNCTION 2 ginarrayextract(anyarray, internal, internal),
    FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal),
    FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal, internal, internal);
CREATE OPERATOR CLASS public.nothing FOR TYPE integer USING btree AS STORAGE integer;
CREATE TABLE public.t (n integer[]);
CREATE INDEX t_n ON public.t USING gin (n public.numbers);
