-- one server goes, one stays and one comes
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER "Odd ""S" TYPE 'it''s' VERSION '1.0\' FOREIGN DATA WRAPPER w OPTIONS (host 'h', "Port" '1');
COMMENT ON SERVER "Odd ""S" IS 'comes';
