-- of a publication's tables one goes, one stays and one comes, and an empty publication gets its first
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.u (id integer PRIMARY KEY, t_id integer REFERENCES public.t);
CREATE TABLE public.v (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE public.u, public.v;
CREATE PUBLICATION empty FOR TABLE public.v;
