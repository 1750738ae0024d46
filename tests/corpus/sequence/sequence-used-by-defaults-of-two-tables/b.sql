-- two tables take their numbers from one new sequence
CREATE SEQUENCE public.pet_ids AS integer START WITH 100;
CREATE TABLE public.cats (id integer PRIMARY KEY DEFAULT nextval('public.pet_ids'), name text);
CREATE TABLE public.dogs (id integer PRIMARY KEY DEFAULT nextval('public.pet_ids'::regclass), name text);
