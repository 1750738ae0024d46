CREATE TABLE public.t (b integer, a integer, c text);
CREATE STATISTICS public.s ON a, b, lower(c) FROM public.t;
