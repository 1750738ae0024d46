CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.e1 ON lower(state), (n % 10) FROM public.cities;
ALTER STATISTICS public.e1 SET STATISTICS 50;
CREATE STATISTICS public.e2 ON (n + 1) FROM public.cities;
CREATE STATISTICS public.e3 (mcv) ON city, (n / 2) FROM public.cities;
