-- the sign is repeated on the left, and the way back takes it from there
CREATE TABLE public.t (id integer, n integer, wide integer);
