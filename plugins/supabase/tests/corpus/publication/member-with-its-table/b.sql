-- shows: a new table, published
CREATE TABLE chat (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
ALTER PUBLICATION supabase_realtime ADD TABLE chat;
