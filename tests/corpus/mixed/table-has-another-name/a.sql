CREATE TABLE public.user (id serial PRIMARY KEY, email text UNIQUE);
CREATE TABLE public.posts (id integer PRIMARY KEY, user_id integer REFERENCES public.user);
