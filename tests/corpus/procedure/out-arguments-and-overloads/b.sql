-- one of two procedures goes whose plain types are alike
-- requires: 14
CREATE PROCEDURE public.p(a integer, OUT b text) LANGUAGE plpgsql AS $$ BEGIN b := 'y'; END $$;
