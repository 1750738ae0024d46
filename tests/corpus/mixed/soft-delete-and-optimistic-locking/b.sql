-- a unique constraint gives way to a partial unique index, and columns for versions come
CREATE TABLE public.documents (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), path text NOT NULL, version integer NOT NULL DEFAULT 1, deleted_at timestamptz,
    CONSTRAINT version_positive CHECK (version > 0)
);
CREATE UNIQUE INDEX documents_path ON public.documents (path) WHERE deleted_at IS NULL;
