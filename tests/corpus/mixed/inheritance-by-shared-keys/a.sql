CREATE TABLE public.vehicles (id integer PRIMARY KEY, kind text NOT NULL, wheels integer, sail_area numeric);
