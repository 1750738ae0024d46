-- a collation made from another
CREATE COLLATION public.k FROM "C";
