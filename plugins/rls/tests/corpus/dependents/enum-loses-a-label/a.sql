CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE day (m mood);
CREATE POLICY good ON day USING (m > 'sad'::mood);
