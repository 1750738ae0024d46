-- A comment comes.
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = 'english');
COMMENT ON TEXT SEARCH DICTIONARY d IS 'what it is for';
