-- shows: a webhook on a table of one's own
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE TRIGGER noted AFTER INSERT ON note FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request('https://example.org', 'POST');
