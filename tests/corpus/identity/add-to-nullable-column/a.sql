CREATE TABLE public.t (n integer DEFAULT 5, name text);
