CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN mail AS text;
CREATE TYPE pair AS (a integer, b integer);
CREATE TYPE span AS RANGE (SUBTYPE = float8);
