-- One for each command.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY may_select ON note FOR SELECT USING (true);
CREATE POLICY may_insert ON note FOR INSERT WITH CHECK (true);
CREATE POLICY may_update ON note FOR UPDATE USING (true);
CREATE POLICY may_delete ON note FOR DELETE USING (true);
