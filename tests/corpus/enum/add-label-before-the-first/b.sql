-- an enum gets a label before the first one
CREATE TYPE public.size AS ENUM ('xs', 's', 'm', 'l');
CREATE TABLE public.shirts (id integer PRIMARY KEY, size public.size);
