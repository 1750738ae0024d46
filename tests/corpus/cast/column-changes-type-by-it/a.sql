CREATE TYPE public.mood AS ENUM ('1', '2');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood);
