-- shows: a view of one's own that reads the platform's tables
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE SCHEMA private;
CREATE VIEW private.who AS SELECT u.id, u.email FROM auth.users u JOIN public.note n ON n.owner = u.id;
