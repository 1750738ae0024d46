-- a table gets a comment with quotes, percent signs, colons, backslashes, dollars and newlines
CREATE TABLE public.t (id integer);
COMMENT ON TABLE public.t IS E'it''s "100%" of %(x)s :name ::cast \\n $$ $1\nsecond line\n\n-- not a comment; /* nor this';
