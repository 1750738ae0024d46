-- the cast of a range type to its multirange type comes and goes with it; one of the user's stands beside it
CREATE TYPE public.span AS RANGE (SUBTYPE = integer);
CREATE CAST (public.span AS text) WITH INOUT AS ASSIGNMENT;
