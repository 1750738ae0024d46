-- a transform changes one function and loses the other, below a function that takes values by it
CREATE FUNCTION public.types(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION public.types(internal));
COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 'kept';
CREATE FUNCTION public.f(integer) RETURNS integer LANGUAGE sql TRANSFORM FOR TYPE integer AS 'SELECT $1';
