CREATE TABLE public.t (id integer PRIMARY KEY, a jsonb, b json, c jsonb DEFAULT '{}');
