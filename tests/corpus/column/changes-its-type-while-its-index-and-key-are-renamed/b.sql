-- a column changes its type while index, key, trigger, statistics and check on it get other names
CREATE TABLE public.t (id bigint, v bigint, CONSTRAINT t_key PRIMARY KEY (id), CONSTRAINT above_zero CHECK (v > 0));
CREATE INDEX new_index ON public.t (v, id);
COMMENT ON INDEX public.new_index IS 'index';
CREATE STATISTICS public.new_st (ndistinct) ON id, v FROM public.t;
COMMENT ON STATISTICS public.new_st IS 'other';
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER new_trigger AFTER UPDATE OF v ON public.t FOR EACH ROW EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER new_trigger ON public.t IS 'trigger';
CREATE RULE new_rule AS ON DELETE TO public.t WHERE OLD.v = 1 DO INSTEAD NOTHING;
CREATE VIEW public.view AS SELECT id, v FROM public.t;
