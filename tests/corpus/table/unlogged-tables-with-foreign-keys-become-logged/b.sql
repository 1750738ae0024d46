-- unlogged tables that refer to each other become logged, which PostgreSQL allows in one order only
CREATE TABLE public.a_parents (id integer PRIMARY KEY);
CREATE TABLE public.children (id integer PRIMARY KEY, parent_id integer REFERENCES public.a_parents);
CREATE TABLE public.z_parents (id integer PRIMARY KEY);
ALTER TABLE public.children ADD COLUMN other_id integer REFERENCES public.z_parents;
