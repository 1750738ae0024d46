-- a view with rules stands on a column that changes its type
CREATE TABLE public.orders (id integer PRIMARY KEY, customer varchar(80) NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer, total FROM public.orders;
CREATE RULE v_insert AS ON INSERT TO public.v DO INSTEAD INSERT INTO public.orders (id, customer) VALUES (NEW.id, NEW.customer);
CREATE RULE v_delete AS ON DELETE TO public.v WHERE OLD.id > 0 DO INSTEAD NOTHING;
COMMENT ON RULE v_insert ON public.v IS 'writes through';
