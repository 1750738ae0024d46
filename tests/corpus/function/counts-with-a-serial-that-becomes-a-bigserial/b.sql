-- a serial becomes a bigserial while another table, a view and a function count with it
-- requires: 14
CREATE TABLE public.t (id bigserial PRIMARY KEY, other bigint UNIQUE);
COMMENT ON SEQUENCE public.t_id_seq IS 'counter';
CREATE TABLE public.u (id bigint DEFAULT nextval('public.t_id_seq') PRIMARY KEY, next bigint DEFAULT lastval(), CONSTRAINT to_t FOREIGN KEY (id) REFERENCES public.t (other) DEFERRABLE INITIALLY DEFERRED);
COMMENT ON CONSTRAINT to_t ON public.u IS 'key';
CREATE VIEW public.v AS SELECT t.id, u.next FROM public.t JOIN public.u ON u.id = t.other;
CREATE VIEW public.counter AS SELECT last_value FROM public.t_id_seq;
CREATE FUNCTION public.next() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT nextval('public.t_id_seq'::regclass); END;
COMMENT ON FUNCTION public.next() IS 'next';
