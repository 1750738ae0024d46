-- the referring column gets the type of the column it refers to
CREATE TABLE public.p (id bigint PRIMARY KEY);
CREATE TABLE public.c (p_id bigint REFERENCES public.p);
