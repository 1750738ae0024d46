-- A policy asks a view whose column changes its type.
CREATE TABLE member (team bigint, who text);
CREATE VIEW mine AS SELECT team FROM member WHERE who = current_user;
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY m ON note USING (team IN (SELECT team FROM mine));
