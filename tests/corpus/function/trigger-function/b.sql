-- the function of a trigger changes
CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := 'it''s'; RETURN NEW; END $$; CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
