CREATE TABLE member (team integer, who text);
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY m ON note USING (EXISTS (SELECT FROM member m WHERE m.team = note.team));
