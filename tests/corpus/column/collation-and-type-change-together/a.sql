CREATE TABLE public.t (id integer PRIMARY KEY, a varchar(10) COLLATE "C" NOT NULL, b integer);
