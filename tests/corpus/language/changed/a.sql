CREATE FUNCTION public.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION public.inline(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION public.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE plx HANDLER public.handler INLINE public.inline VALIDATOR public.validator;
COMMENT ON LANGUAGE plx IS 'kept';
CREATE LANGUAGE old HANDLER public.handler;
CREATE FUNCTION public.f() RETURNS integer LANGUAGE plx AS 'BEGIN RETURN 1; END';
