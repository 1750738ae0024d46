-- the only table of a schema is dropped, the schema stays
CREATE SCHEMA "with space";
