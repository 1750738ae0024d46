-- transforms of built-in types and one's own, both ways and one way, and a function that takes values by one
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.receive(internal) RETURNS public.pair LANGUAGE internal IMMUTABLE AS 'record_recv';
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR public.pair LANGUAGE plpgsql (TO SQL WITH FUNCTION public.receive(internal));
COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 'nonsense';
CREATE FUNCTION public.f(integer) RETURNS integer LANGUAGE sql TRANSFORM FOR TYPE integer AS 'SELECT $1';
