-- defaults that take numbers from sequences are added, dropped and changed
CREATE SEQUENCE public.one;
CREATE SEQUENCE public.two;
CREATE TABLE public.t (id integer PRIMARY KEY, a bigint DEFAULT nextval('public.one'), b bigint, c bigint DEFAULT nextval('public.one') * 10);
