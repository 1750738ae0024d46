-- functions of one name stand in two schemas, and one moves
CREATE SCHEMA s; CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; CREATE FUNCTION s."F"() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$;
