CREATE TABLE public.users (id serial PRIMARY KEY, boss_id integer REFERENCES public.users);
CREATE TABLE public.posts (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES public.users ON DELETE CASCADE);
CREATE INDEX posts_user ON public.posts (user_id);
