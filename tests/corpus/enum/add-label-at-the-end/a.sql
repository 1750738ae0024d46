CREATE TYPE public.status AS ENUM ('draft', 'published');
CREATE TABLE public.posts (id integer PRIMARY KEY, status public.status NOT NULL);
