-- text that holds array literals becomes an array
CREATE TABLE public.t (id integer PRIMARY KEY, tags text[] DEFAULT '{}');
