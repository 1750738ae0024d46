-- a foreign key refers to a unique constraint that is added with it
CREATE TABLE public.users (id integer PRIMARY KEY, email text UNIQUE);
CREATE TABLE public.logins (email text REFERENCES public.users (email) ON UPDATE CASCADE);
