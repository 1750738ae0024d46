CREATE FUNCTION public.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION public."Other Audit"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE TABLE public.t (id integer);
CREATE EVENT TRIGGER a ON ddl_command_start EXECUTE FUNCTION public.audit();
CREATE EVENT TRIGGER b ON sql_drop EXECUTE FUNCTION public.audit();
CREATE EVENT TRIGGER c ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.audit();
COMMENT ON EVENT TRIGGER c IS 'kept';
