-- integer becomes boolean, with a default
CREATE TABLE public.t (id integer PRIMARY KEY, active boolean NOT NULL DEFAULT true);
