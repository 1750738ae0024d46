-- a primary key that a foreign key depends on has another name
CREATE TABLE public.t (id integer CONSTRAINT "pk:t %" PRIMARY KEY, name text);
CREATE TABLE public.u (t_id integer REFERENCES public.t);
