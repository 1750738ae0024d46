CREATE TABLE public.t (id integer PRIMARY KEY, name varchar(20), lower_name text GENERATED ALWAYS AS (lower(name::text)) STORED);
CREATE INDEX t_lower_name ON public.t (lower_name);
