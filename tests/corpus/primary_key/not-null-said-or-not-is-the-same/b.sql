-- Empty diff: NOT NULL beside PRIMARY KEY says nothing new
CREATE TABLE public.t (id integer NOT NULL PRIMARY KEY);
