-- A new column, and a policy that needs it.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, region text, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON note USING (region = 'eu');
