CREATE TABLE public.t (id integer PRIMARY KEY, tags text[], during tsrange, at timestamptz, code text, place point);
