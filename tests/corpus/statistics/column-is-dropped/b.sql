-- statistics let go of a column that is dropped, others go with it
CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state varchar(20));
CREATE STATISTICS public.stays ON city, state FROM public.cities;
