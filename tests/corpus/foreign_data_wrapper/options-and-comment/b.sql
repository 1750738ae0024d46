-- a wrapper's options and comment change
CREATE FOREIGN DATA WRAPPER w OPTIONS (d 'four', b '2', c 'three');
COMMENT ON FOREIGN DATA WRAPPER w IS 'two';
