-- requires: 18
-- children that have keys, or say NOT NULL, on columns that they inherit, as CREATE TABLE and as ALTER TABLE have it
CREATE TABLE base (id integer PRIMARY KEY, code text NOT NULL, note text);
CREATE TABLE by_create (PRIMARY KEY (id)) INHERITS (base);
CREATE TABLE by_alter (n integer) INHERITS (base);
ALTER TABLE by_alter ADD PRIMARY KEY (id);
CREATE TABLE named (CONSTRAINT named_id NOT NULL id, CONSTRAINT base_code_not_null NOT NULL code, n integer,
    CONSTRAINT named_key PRIMARY KEY (id, n)) INHERITS (base);
CREATE TABLE nullable (PRIMARY KEY (note), CONSTRAINT need NOT NULL code) INHERITS (base);
CREATE TABLE only_here (CONSTRAINT only_here_note NOT NULL note NO INHERIT) INHERITS (base);
CREATE TABLE grandchild (PRIMARY KEY (id)) INHERITS (by_create, by_alter);
COMMENT ON CONSTRAINT named_id ON named IS 'said here';
