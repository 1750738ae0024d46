-- Only the name is another.
CREATE TEXT SEARCH DICTIONARY "D e" (TEMPLATE = simple, STOPWORDS = 'english');
COMMENT ON TEXT SEARCH DICTIONARY "D e" IS 'it''s';
