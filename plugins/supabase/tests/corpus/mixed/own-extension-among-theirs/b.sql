-- shows: an extension of one's own in the platform's schema
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE EXTENSION citext WITH SCHEMA extensions;
ALTER TABLE note ADD title extensions.citext;
