-- a check has another name
CREATE TABLE public.t (id integer PRIMARY KEY, a integer CONSTRAINT "a > 0" CHECK (a > 0));
