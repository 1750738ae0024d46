-- a primary key and all columns that refer to it change from integer to bigint
CREATE TABLE public.users (id bigserial PRIMARY KEY, boss_id bigint REFERENCES public.users);
CREATE TABLE public.posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES public.users ON DELETE CASCADE);
CREATE INDEX posts_user ON public.posts (user_id);
