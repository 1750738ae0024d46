-- Texts with what SQLAlchemy and Python make something of.
CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON note USING (body LIKE '%:word%' AND body <> E'\\x {0} "q"' AND owner = ANY (ARRAY['a','b']));
