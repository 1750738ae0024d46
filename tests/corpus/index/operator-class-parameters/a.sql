CREATE TABLE public.docs (id integer PRIMARY KEY, body tsvector);
CREATE INDEX docs_body ON public.docs USING gist (body);
