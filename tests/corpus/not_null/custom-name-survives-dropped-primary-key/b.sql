-- a primary key goes, the named NOT NULL constraint of its column stays
-- requires: 18
CREATE TABLE public.t (id integer CONSTRAINT id_needed NOT NULL);
