CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION a FOR ALL TABLES;
CREATE PUBLICATION b FOR TABLE public.t WITH (publish = 'delete');
CREATE PUBLICATION c FOR TABLE public.t WITH (publish = 'insert, truncate');
