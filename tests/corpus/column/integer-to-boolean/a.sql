CREATE TABLE public.t (id integer PRIMARY KEY, active integer NOT NULL DEFAULT 1);
