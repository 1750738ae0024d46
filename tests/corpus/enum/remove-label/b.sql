-- an enum loses a label that no row has
CREATE TYPE public.status AS ENUM ('draft', 'published');
CREATE TABLE public.posts (id integer PRIMARY KEY, status public.status NOT NULL DEFAULT 'draft');
CREATE INDEX posts_status ON public.posts (status);
