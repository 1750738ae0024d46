-- Both change.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team bigint, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY t ON note TO anon USING (team > 1);
