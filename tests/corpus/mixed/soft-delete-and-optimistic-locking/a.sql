CREATE TABLE public.documents (id uuid PRIMARY KEY, path text NOT NULL, CONSTRAINT documents_path UNIQUE (path));
