-- comments on columns are added, changed and removed
CREATE TABLE public."t%" (a integer, b integer, c integer, "d:""1" integer);
COMMENT ON COLUMN public."t%".a IS '{"label": "A", "at": ":x"}';
COMMENT ON COLUMN public."t%".b IS '$tag$ after $tag$';
COMMENT ON COLUMN public."t%"."d:""1" IS 'named %s';
