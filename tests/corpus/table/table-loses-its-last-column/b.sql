-- a table loses its only column
CREATE TABLE public.t ();
