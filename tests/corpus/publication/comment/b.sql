-- comments on publications come, change and go
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION a FOR TABLE public.t;
CREATE PUBLICATION b;
CREATE PUBLICATION c;
COMMENT ON PUBLICATION a IS 'comes';
COMMENT ON PUBLICATION b IS 'tw''o \';
