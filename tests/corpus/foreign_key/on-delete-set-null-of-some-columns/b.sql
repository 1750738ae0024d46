-- ON DELETE SET NULL is limited to one of two columns, SET DEFAULT no longer is
-- requires: 15
CREATE TABLE public.users (tenant integer, id integer, PRIMARY KEY (tenant, id));
CREATE TABLE public.posts (
    tenant integer NOT NULL, id integer, author_id integer,
    CONSTRAINT posts_author FOREIGN KEY (tenant, author_id) REFERENCES public.users ON DELETE SET NULL (author_id),
    CONSTRAINT posts_author_2 FOREIGN KEY (tenant, author_id) REFERENCES public.users ON DELETE SET DEFAULT
);
