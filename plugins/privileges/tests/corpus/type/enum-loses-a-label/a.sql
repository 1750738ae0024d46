CREATE TYPE mood AS ENUM ('sad', 'happy', 'odd');
CREATE TABLE t (m mood);
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO reader;
ALTER TYPE mood OWNER TO app;
