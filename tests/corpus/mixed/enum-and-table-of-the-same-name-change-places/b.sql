-- the name of an enum, which is a type, goes to a table, which is one too
CREATE TABLE public.status (name text PRIMARY KEY);
CREATE TABLE public.t (id integer PRIMARY KEY, status text);
