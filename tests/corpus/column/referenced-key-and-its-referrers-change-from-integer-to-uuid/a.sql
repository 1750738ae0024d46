CREATE TABLE public.parents (id integer PRIMARY KEY);
CREATE TABLE public.children (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES public.parents ON DELETE CASCADE);
