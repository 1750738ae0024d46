CREATE TABLE public.t (id integer PRIMARY KEY, a text, g text GENERATED ALWAYS AS (upper(a)) STORED);
