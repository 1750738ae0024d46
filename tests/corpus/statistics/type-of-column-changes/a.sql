CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.s1 (mcv) ON city, state FROM public.cities;
ALTER STATISTICS public.s1 SET STATISTICS 100;
COMMENT ON STATISTICS public.s1 IS 'with a target';
CREATE STATISTICS public.s2 ON zip, state FROM public.cities;
COMMENT ON STATISTICS public.s2 IS 'without';
