-- a primary key is dropped, its column stays NOT NULL
CREATE TABLE public.t (id integer NOT NULL, name text);
