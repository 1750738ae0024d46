CREATE TABLE public.t (id integer PRIMARY KEY, a integer, CONSTRAINT a_check CHECK (a > 0), CONSTRAINT id_check CHECK (id > 0) NO INHERIT);
