-- a plain column becomes an identity
CREATE TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY, name text);
