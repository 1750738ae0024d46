CREATE SEQUENCE public.numbers;
CREATE TABLE public.t (x bigint DEFAULT nextval('public.numbers'::regclass));
