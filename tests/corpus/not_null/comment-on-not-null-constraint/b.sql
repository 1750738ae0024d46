-- comments on NOT NULL constraints, with the default name and with another, are added and changed
-- requires: 18
CREATE TABLE public.t (id integer NOT NULL, a integer CONSTRAINT a_needed NOT NULL);
COMMENT ON CONSTRAINT t_id_not_null ON public.t IS 'it''s :needed';
COMMENT ON CONSTRAINT a_needed ON public.t IS 'after';
