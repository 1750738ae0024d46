-- a default looks its sequence up by name at run time, so that PostgreSQL knows of no dependency
CREATE SEQUENCE public.numbers;
CREATE TABLE public.t (x bigint DEFAULT nextval('public.numbers'::text));
