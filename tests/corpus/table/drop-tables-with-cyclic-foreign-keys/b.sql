-- three tables in a circle of foreign keys are dropped, a fourth that refers to one of them stays
CREATE TABLE public.d (id integer PRIMARY KEY, a_id integer);
