-- stored generated columns are published, or not any more
-- requires: 18
CREATE TABLE public.g (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE PUBLICATION a FOR ALL TABLES WITH (publish_generated_columns = stored);
CREATE PUBLICATION b FOR TABLE public.g WITH (publish = 'insert');
CREATE PUBLICATION c FOR TABLE public.g (id, b);
