CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE pair AS (a integer, b integer);
CREATE TYPE span AS RANGE (SUBTYPE = float8);
ALTER TYPE mood OWNER TO app;
ALTER DOMAIN mail OWNER TO app;
ALTER TYPE pair OWNER TO app;
ALTER TYPE span OWNER TO app;
