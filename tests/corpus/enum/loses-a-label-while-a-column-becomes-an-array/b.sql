-- an enum loses a label while its column becomes an array of it
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood[]);
CREATE VIEW public.v AS SELECT m FROM public.t;
