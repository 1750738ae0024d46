-- statistics targets are set, changed and taken back
CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.s1 ON city, zip FROM public.cities;
CREATE STATISTICS public.s2 ON city, state FROM public.cities;
CREATE STATISTICS public.s3 ON city, n FROM public.cities;
ALTER STATISTICS public.s1 SET STATISTICS 0;
ALTER STATISTICS public.s2 SET STATISTICS 200;
