-- A column and the policy that needs it go together.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
