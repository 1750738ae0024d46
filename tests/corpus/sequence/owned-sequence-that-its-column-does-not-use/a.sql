CREATE TABLE public.batches (id integer PRIMARY KEY);
