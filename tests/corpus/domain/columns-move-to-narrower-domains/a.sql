CREATE DOMAIN public.wide AS character varying(20);
CREATE TABLE public.t (id integer PRIMARY KEY, a character varying(20), b public.wide, c integer, d public.wide);
