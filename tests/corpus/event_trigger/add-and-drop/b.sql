-- one event trigger goes, three come
CREATE FUNCTION public.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION public."Other Audit"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE TABLE public.t (id integer);
CREATE EVENT TRIGGER starts ON ddl_command_start EXECUTE FUNCTION public.audit();
CREATE EVENT TRIGGER "Drops ""all"" now" ON sql_drop WHEN TAG IN ('DROP TABLE', 'drop view') EXECUTE FUNCTION public."Other Audit"();
CREATE EVENT TRIGGER rewrites ON table_rewrite EXECUTE FUNCTION public.audit();
COMMENT ON EVENT TRIGGER rewrites IS 'tells';
