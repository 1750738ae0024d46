-- a column leaves the sequence that another table owns, and gets one of its own
CREATE TABLE public.a (id serial PRIMARY KEY);
CREATE TABLE public.b (id serial PRIMARY KEY);
