-- a unique constraint loses a column that is dropped and gets one that is added
CREATE TABLE public.t (id integer PRIMARY KEY, a text, fresh integer, CONSTRAINT t_key UNIQUE (a, fresh));
