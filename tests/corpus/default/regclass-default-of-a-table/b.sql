-- a default names another table, on which it depends
CREATE TABLE public."my:table" (id integer PRIMARY KEY);
CREATE TABLE public.t (id integer PRIMARY KEY, of regclass DEFAULT 'public."my:table"'::regclass);
