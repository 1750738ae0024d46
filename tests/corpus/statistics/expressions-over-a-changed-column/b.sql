-- statistics over expressions, whose columns change their types
-- requires: 14
CREATE TABLE public.cities (id integer PRIMARY KEY, city text, zip text, state text, n bigint);
CREATE STATISTICS public.e1 ON lower(state), (n % 10) FROM public.cities;
ALTER STATISTICS public.e1 SET STATISTICS 50;
CREATE STATISTICS public.e2 ON (n + 1) FROM public.cities;
CREATE STATISTICS public.e3 (mcv) ON city, (n / 2) FROM public.cities;
