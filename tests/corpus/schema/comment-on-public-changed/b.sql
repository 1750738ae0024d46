-- the comment of schema public is another one than PostgreSQL's own
COMMENT ON SCHEMA public IS 'what everybody may see';
