CREATE TABLE public.t (id integer PRIMARY KEY, a varchar(10), b integer NOT NULL DEFAULT 5);
