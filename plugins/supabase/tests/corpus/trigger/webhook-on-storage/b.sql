-- shows: a webhook of one's own on storage.objects runs the platform's function
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE TRIGGER uploaded AFTER INSERT ON storage.objects FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request('https://example.org', 'POST');
