-- languages with all three functions and with the handler alone, trusted and not, and functions in them
CREATE FUNCTION public.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION public.inline(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION public.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE plx HANDLER public.handler INLINE public.inline VALIDATOR public.validator;
CREATE LANGUAGE "Odd L" HANDLER public.handler;
COMMENT ON LANGUAGE plx IS 'like plpgsql';
CREATE FUNCTION public.f() RETURNS integer LANGUAGE plx AS 'BEGIN RETURN 1; END';
CREATE FUNCTION public.g() RETURNS integer LANGUAGE "Odd L" AS 'BEGIN RETURN 1; END';
CREATE VIEW public.v AS SELECT public.f() AS one;
