CREATE DOMAIN public.d AS character varying(5); CREATE TABLE public.t (id integer PRIMARY KEY, v public.d[]);
