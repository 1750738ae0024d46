-- shows: a function of one's own takes a type of the platform's
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE FUNCTION strong(level auth.aal_level) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT level = ''aal2''';
