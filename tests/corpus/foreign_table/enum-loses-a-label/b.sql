-- an enum loses a label while a column of a foreign table has it
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE FOREIGN TABLE public.f (id integer, m public.mood DEFAULT 'sad') SERVER s;
