-- A column that a policy needs changes its type: the policy is taken down and made again.
CREATE TABLE note (id integer PRIMARY KEY, owner varchar(40) NOT NULL, team integer, body text, secret boolean DEFAULT false);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON note USING (owner = current_user);
COMMENT ON POLICY own ON note IS 'kept';
