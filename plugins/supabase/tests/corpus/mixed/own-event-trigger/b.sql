-- shows: an event trigger of one's own beside the platform's
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER own_watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION watch();
