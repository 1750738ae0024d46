CREATE TABLE public.a (id serial PRIMARY KEY);
CREATE TABLE public.b (id integer PRIMARY KEY DEFAULT nextval('public.a_id_seq'));
