CREATE TABLE public.t (id integer CONSTRAINT before NOT NULL, a integer NOT NULL, b integer CONSTRAINT b_custom NOT NULL);
