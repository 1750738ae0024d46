-- comments with quotes, percent signs, colons and backslashes are added to columns and changed
CREATE TABLE public.t (id integer PRIMARY KEY, "a%" text, b text);
COMMENT ON COLUMN public.t."a%" IS 'it''s 100% of %(x)s, see :docs and \n "this"';
COMMENT ON COLUMN public.t.b IS '$$::text';
