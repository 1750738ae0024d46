CREATE DOMAIN public.d AS character varying(10) CHECK (VALUE IN ('a', 'b'));
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
