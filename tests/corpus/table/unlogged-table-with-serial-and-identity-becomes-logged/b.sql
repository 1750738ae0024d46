-- an unlogged table that owns sequences becomes logged, and its sequences with it
CREATE TABLE public.t (a serial, b integer GENERATED ALWAYS AS IDENTITY);
