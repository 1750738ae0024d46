CREATE TYPE pair AS (one integer, two text);
