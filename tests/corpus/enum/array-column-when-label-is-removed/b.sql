-- an enum loses a label while an array column uses it
CREATE TYPE public.tag AS ENUM ('new', 'sale');
CREATE TABLE public.products (id integer PRIMARY KEY, tags public.tag[] NOT NULL DEFAULT '{}');
