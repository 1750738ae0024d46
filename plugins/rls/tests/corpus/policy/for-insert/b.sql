-- For INSERT, which has WITH CHECK alone.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON note FOR INSERT WITH CHECK (owner = current_user);
