-- a search vector of two weighted columns is added, with an index
CREATE TABLE public.posts (
    id integer PRIMARY KEY, title text NOT NULL, body text,
    search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(body, '')), 'B')
    ) STORED
);
CREATE INDEX posts_search ON public.posts USING gin (search);
