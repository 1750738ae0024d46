-- For UPDATE, with both.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY w ON note FOR UPDATE USING (owner = current_user) WITH CHECK (team IS NOT NULL);
