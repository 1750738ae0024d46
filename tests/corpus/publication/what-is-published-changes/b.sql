-- what is published changes, to nothing at all and back to everything
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION a FOR ALL TABLES WITH (publish = '');
CREATE PUBLICATION b FOR TABLE public.t;
CREATE PUBLICATION c FOR TABLE public.t WITH (publish = 'update, delete');
