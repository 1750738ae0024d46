CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b text GENERATED ALWAYS AS ('n:' || a::text) VIRTUAL);
