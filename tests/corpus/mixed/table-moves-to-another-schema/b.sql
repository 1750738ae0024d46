-- a table is in another schema, which may be a move or a drop and a create
CREATE SCHEMA audit;
CREATE TABLE audit.log (id serial PRIMARY KEY, line text);
CREATE INDEX log_line ON audit.log (line);
