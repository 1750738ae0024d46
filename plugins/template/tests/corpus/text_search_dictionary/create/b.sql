-- A dictionary comes, and goes on the way back.
CREATE TABLE t (id integer);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = 'english');
