-- a new label is used at once in the default of an array column
CREATE TYPE public.day AS ENUM ('mon', 'tue', 'wed');
CREATE TABLE public.shifts (id integer PRIMARY KEY, days public.day[] DEFAULT ARRAY['mon', 'wed']::public.day[]);
