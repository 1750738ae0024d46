CREATE CAST (integer AS uuid) WITH INOUT;
COMMENT ON CAST (integer AS uuid) IS 'a bad idea';
