-- conditions on the rows come, change and go
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.u (id integer PRIMARY KEY, t_id integer REFERENCES public.t);
CREATE TABLE public.v (id integer PRIMARY KEY, a text);
CREATE PUBLICATION p FOR TABLE public.t, public.u WHERE (t_id IS NOT NULL AND id <> 3), public.v WHERE (a = ANY (ARRAY['x', 'y:z %s']));
