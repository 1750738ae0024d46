-- operators of an extension are its own; one of the user's stands beside them, and names one of them
CREATE EXTENSION hstore;
CREATE FUNCTION public.without(text, public.hstore) RETURNS public.hstore LANGUAGE sql IMMUTABLE AS 'SELECT $2 OPERATOR(public.-) $1';
CREATE OPERATOR public.- (FUNCTION = public.without, LEFTARG = text, RIGHTARG = public.hstore);
CREATE CAST (public.hstore AS bytea) WITH INOUT;
