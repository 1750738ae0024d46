CREATE SEQUENCE public.numbers;
CREATE TABLE public.t (id integer PRIMARY KEY, n bigint NOT NULL DEFAULT nextval('public.numbers'));
