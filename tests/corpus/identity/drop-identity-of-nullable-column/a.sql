CREATE TABLE public.t (id bigint GENERATED ALWAYS AS IDENTITY, name text);
