CREATE TABLE public.t (a integer CONSTRAINT t_b_not_null NOT NULL, b integer);
