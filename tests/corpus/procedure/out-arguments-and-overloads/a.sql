CREATE PROCEDURE public.p(a integer, OUT b text) LANGUAGE plpgsql AS $$ BEGIN b := 'x'; END $$; CREATE PROCEDURE public.p(a integer, b text) LANGUAGE plpgsql AS $$ BEGIN END $$;
