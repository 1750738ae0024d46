CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE pair AS (m mood, n integer);
REVOKE USAGE ON TYPE pair FROM PUBLIC;
GRANT USAGE ON TYPE pair TO app;
