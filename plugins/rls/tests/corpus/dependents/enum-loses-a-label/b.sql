-- An enum that a policy needs is made anew.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE day (m mood);
CREATE POLICY good ON day USING (m > 'sad'::mood);
