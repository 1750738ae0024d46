-- a new label becomes the default at once
CREATE TYPE public.status AS ENUM ('new', 'open', 'closed');
CREATE TABLE public.tickets (id integer PRIMARY KEY, status public.status NOT NULL DEFAULT 'new');
