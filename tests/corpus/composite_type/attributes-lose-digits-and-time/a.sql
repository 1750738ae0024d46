CREATE TYPE public.addr AS (amt numeric(10,4), at timestamp with time zone, d double precision, n numeric(8,3)[]);
CREATE DOMAIN public.checked AS public.addr;
CREATE TABLE public.t (id integer PRIMARY KEY, a public.addr, b public.addr[], c public.checked);
