-- a table refers to itself
CREATE TABLE public.nodes (id integer PRIMARY KEY, parent_id integer REFERENCES public.nodes (id) ON DELETE CASCADE);
