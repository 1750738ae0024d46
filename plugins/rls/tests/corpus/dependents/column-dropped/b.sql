-- A policy lets go of a column that is dropped.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY t ON note USING (secret);
