CREATE TABLE public.old_t (id serial PRIMARY KEY);
CREATE TABLE public.new_t (id integer PRIMARY KEY);
