-- shows: a foreign key to storage.objects
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
ALTER TABLE note ADD file uuid REFERENCES storage.objects (id) ON DELETE SET NULL;
