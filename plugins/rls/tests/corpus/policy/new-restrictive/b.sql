-- A restrictive one beside a permissive one.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON note USING (owner = current_user);
CREATE POLICY narrow ON note AS RESTRICTIVE FOR SELECT TO anon USING (NOT secret);
