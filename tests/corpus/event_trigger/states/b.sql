-- event triggers are disabled, enabled, and made to fire on replicas or always
CREATE FUNCTION public.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION public."Other Audit"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE TABLE public.t (id integer);
CREATE EVENT TRIGGER a ON ddl_command_start EXECUTE FUNCTION public.audit();
CREATE EVENT TRIGGER b ON ddl_command_start EXECUTE FUNCTION public.audit();
CREATE EVENT TRIGGER c ON ddl_command_start EXECUTE FUNCTION public.audit();
CREATE EVENT TRIGGER d ON ddl_command_start EXECUTE FUNCTION public.audit();
ALTER EVENT TRIGGER a DISABLE;
ALTER EVENT TRIGGER c ENABLE ALWAYS;
ALTER EVENT TRIGGER d ENABLE REPLICA;
CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION public.audit();
ALTER EVENT TRIGGER e DISABLE;
