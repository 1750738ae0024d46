-- json becomes jsonb, also in an array
CREATE TABLE public.t (id integer PRIMARY KEY, doc jsonb, docs jsonb[]);
