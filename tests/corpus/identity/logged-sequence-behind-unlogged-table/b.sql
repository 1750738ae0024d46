-- the sequence of an identity is logged although its table is not
-- requires: 15
CREATE UNLOGGED TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE public.t_id_seq SET LOGGED;
