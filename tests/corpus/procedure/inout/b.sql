-- INOUT arguments come and go
CREATE PROCEDURE public.p(INOUT a integer) LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE PROCEDURE public.q(INOUT a integer, b text) LANGUAGE plpgsql AS $$ BEGIN END $$;
