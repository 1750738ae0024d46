-- the kinds and the columns of statistics change, and one gets another name
CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.s1 (ndistinct, dependencies) ON city, zip FROM public.cities;
CREATE STATISTICS public.s2 ON zip, state, city FROM public.cities;
CREATE STATISTICS public.s4 (mcv) ON state, zip FROM public.cities;
COMMENT ON STATISTICS public.s1 IS 'kept';
