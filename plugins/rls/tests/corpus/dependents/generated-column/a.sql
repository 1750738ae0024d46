CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
CREATE POLICY p ON n USING (b > 0);
