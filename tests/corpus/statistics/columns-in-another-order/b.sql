-- the columns of a table stand in another order: the statistics about them are the same, and others are new
-- requires: 14
CREATE TABLE public.t (a integer, c text, b integer, d integer);
CREATE STATISTICS public.s ON a, b, lower(c) FROM public.t;
CREATE STATISTICS public.s2 ON d, b, a FROM public.t;
