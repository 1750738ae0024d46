-- a free sequence becomes owned by the column that uses it
CREATE SEQUENCE public.numbers;
CREATE TABLE public.t (id bigint NOT NULL DEFAULT nextval('public.numbers'));
ALTER SEQUENCE public.numbers OWNED BY public.t.id;
