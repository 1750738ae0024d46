-- an event trigger has another name
CREATE FUNCTION public.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION public."Other Audit"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE TABLE public.t (id integer);
CREATE EVENT TRIGGER new_name ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION public.audit();
COMMENT ON EVENT TRIGGER new_name IS 'same';
