CREATE SCHEMA "num:bers";
CREATE TABLE public.t (x integer);
