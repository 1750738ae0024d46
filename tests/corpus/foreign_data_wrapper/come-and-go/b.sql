-- one wrapper goes, one stays and one comes, with a comment
CREATE FOREIGN DATA WRAPPER w;
CREATE FOREIGN DATA WRAPPER "Odd ""W" OPTIONS (debug 'it''s', "Odd ""Name" 'x');
COMMENT ON FOREIGN DATA WRAPPER "Odd ""W" IS 'comes';
