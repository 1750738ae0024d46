-- a primary key gets an included column and a fill factor
CREATE TABLE public.t (id integer, name text, PRIMARY KEY (id) INCLUDE (name) WITH (fillfactor = 70));
