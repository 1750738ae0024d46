CREATE TABLE public.t (id integer PRIMARY KEY, a jsonb, b text[], c tsrange);
