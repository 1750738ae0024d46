CREATE UNLOGGED TABLE public.t (id integer NOT NULL);
