-- shows: a publication of one's own, with a table of the platform's
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE PUBLICATION mine FOR TABLE note, auth.users;
