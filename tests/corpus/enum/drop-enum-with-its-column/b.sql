-- an enum goes, and the column of that type with it
CREATE TABLE public.cars (id integer PRIMARY KEY);
