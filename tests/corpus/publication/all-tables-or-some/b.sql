-- a publication of some tables becomes one of all tables, and the other way round
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.u (id integer PRIMARY KEY, t_id integer REFERENCES public.t);
CREATE PUBLICATION partly FOR ALL TABLES WITH (publish = 'insert');
CREATE PUBLICATION every FOR TABLE public.u;
COMMENT ON PUBLICATION partly IS 'kept';
