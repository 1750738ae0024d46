-- text becomes bytea
CREATE TABLE public.t (id integer PRIMARY KEY, body bytea);
