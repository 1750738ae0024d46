CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.s1 (dependencies) ON city, zip FROM public.cities;
CREATE STATISTICS public.s2 ON city, zip FROM public.cities;
CREATE STATISTICS public.s3 (mcv) ON state, zip FROM public.cities;
COMMENT ON STATISTICS public.s1 IS 'kept';
