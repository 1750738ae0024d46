-- Two new tables, each with a policy that asks the other.
CREATE TABLE was (id integer);
CREATE TABLE x (id integer, y integer);
CREATE TABLE y (id integer, x integer);
CREATE POLICY p ON x USING (EXISTS (SELECT FROM y WHERE y.id = x.y));
CREATE POLICY p ON y USING (EXISTS (SELECT FROM x WHERE x.id = y.x));
ALTER TABLE x ENABLE ROW LEVEL SECURITY;
