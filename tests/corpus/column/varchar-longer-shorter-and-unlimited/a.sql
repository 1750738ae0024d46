CREATE TABLE public.t (id integer PRIMARY KEY, a varchar(10), b varchar(50), c varchar(5), d text, e char(4));
