-- comments on schemas are added, changed and removed
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE SCHEMA three;
COMMENT ON SCHEMA one IS 'it''s :new, 100%';
COMMENT ON SCHEMA two IS 'after';
