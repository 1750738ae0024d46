-- the column of an unlogged table becomes an identity, whose sequence is unlogged too from 15 on
CREATE UNLOGGED TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY);
