-- integer becomes text, with a default
CREATE TABLE public.t (id integer PRIMARY KEY, n text DEFAULT '7');
