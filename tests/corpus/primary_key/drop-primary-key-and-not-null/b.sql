-- a primary key of two columns is dropped, and they become nullable
CREATE TABLE public.t (id integer, at date, name text);
