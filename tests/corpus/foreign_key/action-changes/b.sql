-- the action of a foreign key changes under the same name
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (id integer PRIMARY KEY, p_id integer REFERENCES public.p ON DELETE SET NULL ON UPDATE CASCADE);
