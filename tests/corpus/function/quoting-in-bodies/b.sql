-- bodies with dollar quotes, backslashes, colons, percent signs and quotes
CREATE FUNCTION public.f() RETURNS text LANGUAGE plpgsql AS $x$
BEGIN
  -- $function$ and $$ and :name and %s and %(x)s and {braces} and '''quotes''' and \n
  RETURN $y$it's :x 100% \ "q" $$inner$$$y$ || E'\t\\' || format('%I %L %%', 'a', 'b') || 'ünïcödé 🐘' || '''';
END $x$; CREATE FUNCTION public."Fn: ""q"" %"("Arg $1" text) RETURNS text LANGUAGE sql AS 'SELECT ''a''''b'' || E''\\n''';
