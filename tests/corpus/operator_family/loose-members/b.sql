-- members of a family that belong to none of its classes come, stay and go; the index stays
CREATE OPERATOR FAMILY public.integers USING btree;
CREATE OPERATOR CLASS public.integers FOR TYPE integer USING btree FAMILY public.integers AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE public.t (n integer);
CREATE INDEX t_n ON public.t (n public.integers);
ALTER OPERATOR FAMILY public.integers USING btree ADD OPERATOR 3 = (integer, smallint), OPERATOR 1 < (integer, bigint), OPERATOR 1 < (bigint, integer), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint), FUNCTION 2 (integer, integer) btint4sortsupport(internal);
