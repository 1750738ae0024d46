-- Another command, which makes it anew.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON note FOR DELETE USING (secret);
COMMENT ON POLICY own ON note IS 'stays';
