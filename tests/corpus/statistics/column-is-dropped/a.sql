CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.stays ON city, n, state FROM public.cities;
CREATE STATISTICS public.goes ON city, n FROM public.cities;
