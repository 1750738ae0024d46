CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON note FOR SELECT USING (secret);
CREATE POLICY b ON note FOR DELETE USING (team > 1);
