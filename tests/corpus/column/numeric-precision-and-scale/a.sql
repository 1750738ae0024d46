CREATE TABLE public.t (id integer PRIMARY KEY, a numeric(5,2), b numeric(10,2) DEFAULT 1.25, c numeric);
