CREATE TABLE public.t (id integer PRIMARY KEY, name text);
CREATE TABLE public.u (t_id integer REFERENCES public.t);
