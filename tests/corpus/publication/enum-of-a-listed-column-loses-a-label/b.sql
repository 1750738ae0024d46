-- an enum loses a label while a column of it is listed
-- requires: 15
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE TABLE public.e (id integer PRIMARY KEY, m public.mood);
CREATE PUBLICATION p FOR TABLE public.e (id, m);
