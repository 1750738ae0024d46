CREATE TABLE public.authors (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.posts (id integer PRIMARY KEY, author integer REFERENCES public.authors, title varchar(80), body text, tags text, published boolean DEFAULT false);
