CREATE TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY, n serial);
CREATE UNLOGGED TABLE public.u (id integer GENERATED ALWAYS AS IDENTITY, n serial);
ALTER SEQUENCE public.u_id_seq SET LOGGED;
CREATE TABLE public.v (id integer);
