-- a class goes, and its family stays with an operator (GiST's are the family's from PostgreSQL 14 on)
CREATE OPERATOR FAMILY public.boxes USING gist;
ALTER OPERATOR FAMILY public.boxes USING gist ADD OPERATOR 1 << (box, box);
COMMENT ON OPERATOR FAMILY public.boxes USING gist IS 'stays';
