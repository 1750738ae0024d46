-- NOT NULL constraints have other names: from one to another, from the default, and back to the default
-- requires: 18
CREATE TABLE public.t (id integer CONSTRAINT after NOT NULL, a integer CONSTRAINT a_custom NOT NULL, b integer NOT NULL);
