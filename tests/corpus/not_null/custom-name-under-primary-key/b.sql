-- the NOT NULL constraint beneath a primary key gets a name of its own, another one the default name
-- requires: 18
CREATE TABLE public.t (id integer CONSTRAINT id_needed NOT NULL PRIMARY KEY, a integer);
CREATE TABLE public.u (id integer PRIMARY KEY);
