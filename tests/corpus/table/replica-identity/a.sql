CREATE TABLE public.full_one (id integer PRIMARY KEY, x integer);
CREATE TABLE public.by_index (id integer PRIMARY KEY, x integer NOT NULL, CONSTRAINT by_index_x UNIQUE (x));
