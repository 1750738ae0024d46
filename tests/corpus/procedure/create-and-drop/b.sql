-- a procedure comes
CREATE PROCEDURE public.p(a integer, b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; COMMENT ON PROCEDURE public.p(integer, text) IS 'one';
