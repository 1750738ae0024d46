CREATE TABLE public.t (id integer PRIMARY KEY, a text DEFAULT '', b text, c text DEFAULT 'NULL');
