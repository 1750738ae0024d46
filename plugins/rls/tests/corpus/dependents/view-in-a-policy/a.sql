CREATE TABLE member (team integer, who text);
CREATE VIEW mine AS SELECT team FROM member WHERE who = current_user;
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY m ON note USING (team IN (SELECT team FROM mine));
