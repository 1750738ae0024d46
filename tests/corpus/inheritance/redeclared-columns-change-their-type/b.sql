-- requires: 18
-- columns that children declare as well change their type, under NOT NULL constraints of several names
CREATE TABLE base (id bigint NOT NULL, code integer CONSTRAINT needs_code NOT NULL);
CREATE TABLE kid (id bigint NOT NULL, code integer NOT NULL, more text) INHERITS (base);
CREATE TABLE grandkid (id bigint CONSTRAINT own NOT NULL, code integer CONSTRAINT kid_code_not_null NOT NULL, more text) INHERITS (kid);
CREATE TABLE other (id bigint CONSTRAINT base_id_not_null NOT NULL, code integer NOT NULL) INHERITS (base);
