-- a class brings operators between two types, which are the family's from PostgreSQL 14 on
CREATE OPERATOR FAMILY public.integers USING btree;
CREATE OPERATOR CLASS public.integers FOR TYPE integer USING btree FAMILY public.integers AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer), OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
