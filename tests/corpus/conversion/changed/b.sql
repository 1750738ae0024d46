-- another conversion is the default, one has another target, one another name
CREATE CONVERSION public.a FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
COMMENT ON CONVERSION public.a IS 'kept';
CREATE DEFAULT CONVERSION public.b FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION public.other FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
CREATE CONVERSION public.new FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
