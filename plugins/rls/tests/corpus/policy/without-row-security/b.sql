-- A policy on a table that does not ask for it.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
CREATE POLICY own ON note USING (owner = current_user);
