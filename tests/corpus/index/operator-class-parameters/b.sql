-- an operator class gets a parameter
CREATE TABLE public.docs (id integer PRIMARY KEY, body tsvector);
CREATE INDEX docs_body ON public.docs USING gist (body tsvector_ops (siglen = 100));
