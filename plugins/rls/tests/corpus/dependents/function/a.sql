CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
