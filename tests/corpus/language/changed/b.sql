-- a language loses its inline handler and its trust below a function, another one has another name
CREATE FUNCTION public.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION public.inline(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION public.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE plx HANDLER public.handler VALIDATOR public.validator;
COMMENT ON LANGUAGE plx IS 'kept';
CREATE LANGUAGE new HANDLER public.handler;
CREATE FUNCTION public.f() RETURNS integer LANGUAGE plx AS 'BEGIN RETURN 1; END';
