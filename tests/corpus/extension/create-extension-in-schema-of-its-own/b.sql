-- a schema is created, and an extension in it
CREATE SCHEMA extensions;
CREATE EXTENSION citext WITH SCHEMA extensions;
