CREATE TABLE public.a (id integer PRIMARY KEY, c_id integer);
CREATE TABLE public.b (id integer PRIMARY KEY, a_id integer REFERENCES public.a);
CREATE TABLE public.c (id integer PRIMARY KEY, b_id integer REFERENCES public.b);
ALTER TABLE public.a ADD FOREIGN KEY (c_id) REFERENCES public.c;
CREATE TABLE public.d (id integer PRIMARY KEY, a_id integer CONSTRAINT d_to_a REFERENCES public.a);
