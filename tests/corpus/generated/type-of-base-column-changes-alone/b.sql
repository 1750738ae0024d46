-- a column gets longer that a generated column depends on, and that one has an index
CREATE TABLE public.t (id integer PRIMARY KEY, name varchar(50), lower_name text GENERATED ALWAYS AS (lower(name::text)) STORED);
CREATE INDEX t_lower_name ON public.t (lower_name);
