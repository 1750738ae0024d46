CREATE TABLE public.t (id integer PRIMARY KEY, a text DEFAULT 'none', b text DEFAULT 'never');
