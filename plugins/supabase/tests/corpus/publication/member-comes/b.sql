-- shows: a table is published
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
ALTER PUBLICATION supabase_realtime ADD TABLE note;
