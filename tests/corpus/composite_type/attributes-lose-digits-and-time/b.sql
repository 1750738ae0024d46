-- the new types of the attributes hold fewer digits and no time of day, also in arrays and below a domain
CREATE TYPE public.addr AS (amt numeric(10,2), at date, d real, n numeric(8,1)[]);
CREATE DOMAIN public.checked AS public.addr;
CREATE TABLE public.t (id integer PRIMARY KEY, a public.addr, b public.addr[], c public.checked);
