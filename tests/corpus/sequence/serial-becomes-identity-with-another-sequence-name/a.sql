CREATE SEQUENCE public.my_numbers START WITH 40;
CREATE TABLE public."T%" (id bigint PRIMARY KEY DEFAULT nextval('public.my_numbers'));
ALTER SEQUENCE public.my_numbers OWNED BY public."T%".id;
