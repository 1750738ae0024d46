CREATE TYPE public.colour AS ENUM ('red', 'green');
CREATE TABLE public.cars (id integer PRIMARY KEY, colour public.colour DEFAULT 'red');
