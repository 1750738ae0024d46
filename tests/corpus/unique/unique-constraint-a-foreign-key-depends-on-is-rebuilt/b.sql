-- a unique constraint that a foreign key depends on gets an included column
CREATE TABLE public.t (id integer PRIMARY KEY, code text NOT NULL, CONSTRAINT t_code UNIQUE (code) INCLUDE (id));
CREATE TABLE public.u (t_code text REFERENCES public.t (code) ON UPDATE CASCADE);
