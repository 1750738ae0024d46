-- NOT NULL constraints stop and start being inherited, and one that is not comes
-- requires: 18
CREATE TABLE public.t (a integer NOT NULL NO INHERIT, b integer NOT NULL, c integer CONSTRAINT c_needed NOT NULL NO INHERIT);
