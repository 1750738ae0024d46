CREATE TABLE public.parent (id integer PRIMARY KEY);
CREATE TABLE public.a_child (id integer PRIMARY KEY REFERENCES public.parent);
CREATE TABLE public.z_child (id integer PRIMARY KEY REFERENCES public.parent);
CREATE TABLE public.kept (parent_id integer REFERENCES public.parent, note text);
