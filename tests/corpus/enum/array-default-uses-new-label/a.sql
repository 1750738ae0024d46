CREATE TYPE public.day AS ENUM ('mon', 'tue');
CREATE TABLE public.shifts (id integer PRIMARY KEY, days public.day[] DEFAULT ARRAY['mon']::public.day[]);
