-- a view that is replaced uses a cast that is new, without a dependency that tells so
CREATE TYPE public.mood AS ENUM ('1', '2');
CREATE TABLE public.t (m public.mood, n integer);
CREATE CAST (public.mood AS integer) WITH INOUT;
CREATE VIEW public.v AS SELECT m::integer AS n FROM public.t;
