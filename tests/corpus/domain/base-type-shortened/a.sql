CREATE DOMAIN public.s AS character varying(20); CREATE DOMAIN public.bits AS bit(5); CREATE DOMAIN public.fixed AS character(9);
CREATE TABLE public.t (id integer PRIMARY KEY, a public.s, b public.s[], c public.bits, d public.fixed);
