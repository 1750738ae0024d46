CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.u (id integer PRIMARY KEY, t_id integer REFERENCES public.t);
CREATE TABLE public.v (id integer PRIMARY KEY, a text);
CREATE PUBLICATION p FOR TABLE public.t WHERE (id > 5), public.u, public.v WHERE (a = 'it''s' OR a IS NULL);
