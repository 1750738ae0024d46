CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLE public.t (id, price);
CREATE PUBLICATION q FOR TABLE public.t;
COMMENT ON PUBLICATION p IS 'kept';
