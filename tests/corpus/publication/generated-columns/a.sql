CREATE TABLE public.g (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE PUBLICATION a FOR ALL TABLES;
CREATE PUBLICATION b FOR TABLE public.g WITH (publish_generated_columns = stored);
