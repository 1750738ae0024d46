CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20), n integer);
CREATE STATISTICS public.gone ON city, zip FROM public.cities;
