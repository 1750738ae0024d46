-- shows: a policy of one's own for a role of the platform's
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY "auth reads" ON note FOR SELECT TO supabase_auth_admin USING (true);
