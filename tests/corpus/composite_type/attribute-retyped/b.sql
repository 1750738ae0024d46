-- an attribute of a type that no column has changes its type
CREATE TYPE public.pair AS (a bigint, b character varying(9) COLLATE "C");
