-- an identity becomes a plain nullable column
CREATE TABLE public.t (id bigint, name text);
