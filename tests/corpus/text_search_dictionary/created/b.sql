-- dictionaries of several templates, with odd names and a comment
CREATE SCHEMA "Odd one";
CREATE TEXT SEARCH DICTIONARY "Odd one"."D 1" (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH DICTIONARY public.german (TEMPLATE = snowball, LANGUAGE = 'german', STOPWORDS = 'german');
COMMENT ON TEXT SEARCH DICTIONARY "Odd one"."D 1" IS 'it''s odd';
