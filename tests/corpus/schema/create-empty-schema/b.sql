-- a schema without anything in it is created
CREATE SCHEMA billing;
