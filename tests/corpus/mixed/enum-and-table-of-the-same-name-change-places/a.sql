CREATE TYPE public.status AS ENUM ('a', 'b');
CREATE TABLE public.t (id integer PRIMARY KEY, status public.status);
