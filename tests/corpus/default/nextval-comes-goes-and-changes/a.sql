CREATE SEQUENCE public.one;
CREATE SEQUENCE public.two;
CREATE TABLE public.t (id integer PRIMARY KEY, a bigint, b bigint DEFAULT nextval('public.one'), c bigint DEFAULT nextval('public.two'));
