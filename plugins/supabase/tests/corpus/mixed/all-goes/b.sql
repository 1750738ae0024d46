-- shows: everything of the user's goes, and nothing of the platform's
COMMENT ON SCHEMA public IS 'empty';
