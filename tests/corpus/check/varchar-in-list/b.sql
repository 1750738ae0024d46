-- a list of values on a varchar column gets one more
CREATE TABLE public.t (id integer PRIMARY KEY, state varchar(10) CONSTRAINT t_state CHECK (state IN ('a', 'b', 'it''s c')));
