-- a member of the same number is another operator, another function, and the former ones go
CREATE OPERATOR FAMILY public.integers USING btree;
CREATE OPERATOR CLASS public.integers FOR TYPE integer USING btree FAMILY public.integers AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE public.t (n integer);
CREATE INDEX t_n ON public.t (n public.integers);
CREATE FUNCTION public.compare(integer, bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION public.under(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR public.### (FUNCTION = public.under, LEFTARG = integer, RIGHTARG = bigint);
ALTER OPERATOR FAMILY public.integers USING btree ADD OPERATOR 1 public.### (integer, bigint), FUNCTION 1 (integer, bigint) public.compare(integer, bigint);
