-- unique constraints become deferrable, and initially deferred
CREATE TABLE public.t (id integer PRIMARY KEY, position integer, CONSTRAINT t_position UNIQUE (position) DEFERRABLE);
CREATE TABLE public.u (id integer PRIMARY KEY, position integer, CONSTRAINT u_position UNIQUE (position) DEFERRABLE INITIALLY DEFERRED);
