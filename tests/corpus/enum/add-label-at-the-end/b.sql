-- an enum gets one more label at the end
CREATE TYPE public.status AS ENUM ('draft', 'published', 'archived');
CREATE TABLE public.posts (id integer PRIMARY KEY, status public.status NOT NULL);
