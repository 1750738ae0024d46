CREATE DOMAIN public.d AS numeric(10,4); CREATE DOMAIN public.ts AS timestamp with time zone; CREATE DOMAIN public.over AS public.d;
CREATE TABLE public.t (id integer PRIMARY KEY, a public.d, b public.ts, c public.d[], e public.over);
