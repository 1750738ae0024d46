-- foreign tables join a parent and leave it
CREATE FOREIGN DATA WRAPPER fw; CREATE SERVER se FOREIGN DATA WRAPPER fw;
CREATE TABLE p (a integer, b text);
CREATE FOREIGN TABLE f (a integer, b text) SERVER se;
CREATE FOREIGN TABLE g (a integer, b text) INHERITS (p) SERVER se;
