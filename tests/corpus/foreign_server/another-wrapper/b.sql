-- a server moves to another wrapper, and the old one goes
CREATE FOREIGN DATA WRAPPER new;
CREATE SERVER s FOREIGN DATA WRAPPER new;
CREATE FOREIGN TABLE public.f (id integer) SERVER s;
