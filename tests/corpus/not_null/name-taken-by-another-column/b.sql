-- the default name of one column's NOT NULL constraint is what another column's constraint had
-- requires: 18
CREATE TABLE public.t (a integer NOT NULL, b integer NOT NULL);
