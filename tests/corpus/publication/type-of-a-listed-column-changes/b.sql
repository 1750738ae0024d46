-- the type of a column changes that a column list names
-- requires: 15
CREATE TABLE public.t (id bigint PRIMARY KEY, name text, price numeric(12,4), gone text);
CREATE PUBLICATION p FOR TABLE public.t (id, price);
CREATE PUBLICATION q FOR TABLE public.t;
COMMENT ON PUBLICATION p IS 'kept';
