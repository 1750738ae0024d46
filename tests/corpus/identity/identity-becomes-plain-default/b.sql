-- an identity becomes a column with a constant default
CREATE TABLE public.t (id uuid, n bigint NOT NULL DEFAULT 0);
