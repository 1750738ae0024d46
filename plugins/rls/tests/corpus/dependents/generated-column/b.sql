-- A generated column that a policy needs is computed otherwise.
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a + 2) STORED);
CREATE POLICY p ON n USING (b > 0);
