CREATE TABLE base (id integer NOT NULL, code integer CONSTRAINT has_code NOT NULL);
CREATE TABLE kid (id integer NOT NULL, code integer NOT NULL, more text) INHERITS (base);
CREATE TABLE grandkid (id integer NOT NULL, code integer CONSTRAINT kid_code_not_null NOT NULL, more text) INHERITS (kid);
CREATE TABLE other (id integer CONSTRAINT base_id_not_null NOT NULL, code integer NOT NULL) INHERITS (base);
