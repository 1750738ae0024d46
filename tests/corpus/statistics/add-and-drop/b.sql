-- one object of statistics goes, three come
CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.s1 (dependencies) ON city, zip FROM public.cities;
CREATE STATISTICS public.s2 (mcv, ndistinct) ON city, zip, state FROM public.cities;
ALTER STATISTICS public.s2 SET STATISTICS 500;
COMMENT ON STATISTICS public.s2 IS 'it''s correlated';
CREATE SCHEMA other;
CREATE STATISTICS other."S 3" ON state, n FROM public.cities;
