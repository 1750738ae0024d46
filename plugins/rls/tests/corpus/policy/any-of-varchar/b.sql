-- The one shape that PostgreSQL prints otherwise the second time.
CREATE TABLE note (id integer, kind varchar(10));
CREATE POLICY few ON note USING (kind IN ('a', 'b'));
