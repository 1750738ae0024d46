-- a unique constraint becomes the primary key under the same name
CREATE TABLE public.t (id integer, CONSTRAINT t_key PRIMARY KEY (id));
