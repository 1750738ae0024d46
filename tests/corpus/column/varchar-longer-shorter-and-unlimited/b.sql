-- lengths of character types grow, shrink, go and come
CREATE TABLE public.t (id integer PRIMARY KEY, a varchar(20), b varchar(5), c varchar, d varchar(9), e varchar(4));
