-- conversions of one's own, one of them the default of its schema
CREATE SCHEMA "Odd one";
CREATE CONVERSION public.plain FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION "Odd one"."To Latin" FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION "Odd one"."To Latin" IS 'of the west';
