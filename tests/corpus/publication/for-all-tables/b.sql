-- a publication of all tables comes, and one that stays gets a comment
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION stays FOR ALL TABLES;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, update');
COMMENT ON PUBLICATION stays IS 'it''s kept';
COMMENT ON PUBLICATION everything IS 'all of it';
