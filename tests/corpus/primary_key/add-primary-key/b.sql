-- a primary key is added to a nullable column, which becomes NOT NULL with it
CREATE TABLE public.t (id integer PRIMARY KEY, name text);
