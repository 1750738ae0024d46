CREATE UNLOGGED TABLE public.a_parents (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE public.children (id integer PRIMARY KEY, parent_id integer REFERENCES public.a_parents);
CREATE UNLOGGED TABLE public.z_parents (id integer PRIMARY KEY);
ALTER TABLE public.children ADD COLUMN other_id integer REFERENCES public.z_parents;
