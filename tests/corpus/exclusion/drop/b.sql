-- an exclusion constraint is dropped
CREATE TABLE public.slots (id integer PRIMARY KEY, during int4range);
