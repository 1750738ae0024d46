-- a nullable column without default is added
CREATE TABLE public.t (id integer PRIMARY KEY, note text);
