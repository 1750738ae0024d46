CREATE TYPE public.tag AS ENUM ('new', 'hot', 'sale');
CREATE TABLE public.products (id integer PRIMARY KEY, tags public.tag[] NOT NULL DEFAULT '{}');
