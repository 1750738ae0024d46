CREATE TABLE account (id integer PRIMARY KEY, name text, hash text);
CREATE TABLE note (id serial PRIMARY KEY, account integer REFERENCES account, body text);
CREATE VIEW names AS SELECT id, name FROM account;
CREATE FUNCTION reset(account integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
GRANT SELECT ON account, note, names TO reader;
