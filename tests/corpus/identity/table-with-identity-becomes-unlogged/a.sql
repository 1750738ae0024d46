CREATE TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY, n serial);
