CREATE OPERATOR FAMILY public.integers USING btree;
