-- a table becomes unlogged, and its sequences with it from 15 on
CREATE UNLOGGED TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY, n serial);
