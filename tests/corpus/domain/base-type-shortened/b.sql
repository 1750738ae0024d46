-- the texts are longer than the new base type allows: nothing may be cut off
CREATE DOMAIN public.s AS character varying(5); CREATE DOMAIN public.bits AS bit varying(4); CREATE DOMAIN public.fixed AS character(4);
CREATE TABLE public.t (id integer PRIMARY KEY, a public.s, b public.s[], c public.bits, d public.fixed);
