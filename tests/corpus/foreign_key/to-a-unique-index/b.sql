-- a foreign key refers to a unique index that is no constraint and is added with it
CREATE TABLE public.users (id integer PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email ON public.users (email);
CREATE TABLE public.logins (email text REFERENCES public.users (email));
