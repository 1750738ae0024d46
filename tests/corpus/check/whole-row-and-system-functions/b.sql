-- checks use JSON paths, array subscripts, casts and CASE
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a jsonb CHECK (a ? 'key:1' AND jsonb_typeof(a -> 'n') = 'number'),
    b text[] CHECK (cardinality(b) <= 3 AND b[1:2] <> '{x}'::text[] AND array_position(b, NULL) IS NULL),
    c tsrange CHECK (NOT isempty(c) AND upper(c) - lower(c) <= interval '1 day 02:00'),
    CONSTRAINT whole CHECK (num_nulls(a, b, c) <> 3),
    CONSTRAINT "case" CHECK (CASE WHEN id > 0 THEN a @> '{"k": ":v"}' IS NOT NULL ELSE true END)
);
