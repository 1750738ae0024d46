-- The comment goes along with a new name.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON note USING (owner = current_user);
COMMENT ON POLICY mine ON note IS 'what is mine';
