CREATE PROCEDURE public.p(a integer) LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE PROCEDURE public.q(INOUT a integer, INOUT b text) LANGUAGE plpgsql AS $$ BEGIN END $$;
