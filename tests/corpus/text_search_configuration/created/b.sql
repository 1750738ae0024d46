-- a copy of a configuration and an empty one, with comments
CREATE SCHEMA "Odd one";
CREATE TEXT SEARCH CONFIGURATION "Odd one"."English" (COPY = pg_catalog.english);
CREATE TEXT SEARCH CONFIGURATION public.empty (PARSER = default);
COMMENT ON TEXT SEARCH CONFIGURATION public.empty IS 'nothing in it';
