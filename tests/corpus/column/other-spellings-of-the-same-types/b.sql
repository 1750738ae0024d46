-- Empty diff: the types of columns are spelt in another way
CREATE TABLE public.t (
    a integer, b bigint, c character varying(5), d numeric(5, 2), e timestamp with time zone, f boolean, g double precision,
    h character(3), i pg_catalog.bpchar, j text ARRAY[4], k real
);
