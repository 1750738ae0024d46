-- an extension's comment is replaced by our own
CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS 'key => value, for %''s of :products';
