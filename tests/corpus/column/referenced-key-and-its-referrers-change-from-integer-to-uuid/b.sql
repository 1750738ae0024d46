-- a key and the column that refers to it change to a type without cast (the tables are empty)
CREATE TABLE public.parents (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
CREATE TABLE public.children (id integer PRIMARY KEY, parent_id uuid NOT NULL REFERENCES public.parents ON DELETE CASCADE);
