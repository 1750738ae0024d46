-- requires: 15
-- shows: which columns and rows of a member are published
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
ALTER PUBLICATION supabase_realtime ADD TABLE note (id) WHERE (id > 0);
