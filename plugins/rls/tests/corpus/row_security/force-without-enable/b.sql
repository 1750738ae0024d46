-- FORCE alone says nothing yet, and is kept all the same.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note FORCE ROW LEVEL SECURITY;
