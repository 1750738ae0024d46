-- a default goes and the sequence it used as well
CREATE TABLE public.t (id integer PRIMARY KEY, n bigint NOT NULL);
