CREATE SEQUENCE public.numbers;
CREATE TABLE public.t (id bigint NOT NULL DEFAULT nextval('public.numbers'));
