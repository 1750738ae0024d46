CREATE TABLE public."t%" (a integer, b integer, c integer, "d:""1" integer);
COMMENT ON COLUMN public."t%".b IS 'before';
COMMENT ON COLUMN public."t%".c IS 'gone';
