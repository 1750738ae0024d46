CREATE TABLE public.people (id integer PRIMARY KEY, fullname text);
