-- an extension is created together with indexes that need its operator class
CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE TABLE public.articles (title text);
CREATE INDEX articles_title_trgm ON public.articles USING gin (title ext.gin_trgm_ops);
CREATE INDEX articles_lower_title_trgm ON public.articles USING gist (lower(title) ext.gist_trgm_ops);
