-- an enum takes the name of a composite type, beside a column that leaves it
CREATE TYPE public.pair AS ENUM ('x'); CREATE TABLE public.t (id integer PRIMARY KEY);
