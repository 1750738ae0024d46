-- a publication comes together with its tables, one of them in another schema
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.u (id integer PRIMARY KEY, t_id integer REFERENCES public.t);
CREATE SCHEMA other;
CREATE TABLE other.u (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE public.t, public.u, other.u;
