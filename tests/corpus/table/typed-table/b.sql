-- A table of a composite type, with what its columns have besides.
CREATE TYPE pair AS (one integer, two text);
CREATE TABLE pairs OF pair (PRIMARY KEY (one), two WITH OPTIONS NOT NULL DEFAULT 'x');
COMMENT ON COLUMN pairs.two IS 'the other';
