-- the new base types hold fewer digits and no time of day, also in arrays and below another domain
CREATE DOMAIN public.d AS numeric(10,2); CREATE DOMAIN public.ts AS date; CREATE DOMAIN public.over AS public.d;
CREATE TABLE public.t (id integer PRIMARY KEY, a public.d, b public.ts, c public.d[], e public.over);
