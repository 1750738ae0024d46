-- shows: a default that asks auth.uid()
CREATE TABLE note (id integer PRIMARY KEY, owner uuid DEFAULT auth.uid());
