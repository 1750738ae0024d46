CREATE TABLE public.slots (id integer PRIMARY KEY, during int4range, area box);
