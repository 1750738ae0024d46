-- In a new schema.
CREATE TABLE t (id integer);
CREATE SCHEMA words;
CREATE TEXT SEARCH DICTIONARY words.d (TEMPLATE = simple, STOPWORDS = 'english');
