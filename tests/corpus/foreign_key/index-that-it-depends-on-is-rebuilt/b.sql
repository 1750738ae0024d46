-- a unique index changes that a foreign key depends on
CREATE TABLE public.users (id integer PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email ON public.users (email) INCLUDE (id);
CREATE TABLE public.logins (email text REFERENCES public.users (email));
