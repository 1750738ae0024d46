CREATE TABLE public.t (id integer PRIMARY KEY, a integer);
CREATE TABLE public.u (id integer CONSTRAINT u_needed NOT NULL PRIMARY KEY);
