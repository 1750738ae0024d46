CREATE TABLE public."my:table" (id integer PRIMARY KEY);
CREATE TABLE public.t (id integer PRIMARY KEY, of regclass);
