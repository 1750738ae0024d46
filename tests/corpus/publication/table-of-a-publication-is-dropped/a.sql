CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.u (id integer PRIMARY KEY, t_id integer REFERENCES public.t);
CREATE PUBLICATION p FOR TABLE public.t, public.u;
CREATE PUBLICATION q FOR TABLE public.u;
