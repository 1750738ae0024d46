CREATE FUNCTION public.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION public."Other Audit"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE TABLE public.t (id integer);
CREATE EVENT TRIGGER gone ON ddl_command_start EXECUTE FUNCTION public.audit();
