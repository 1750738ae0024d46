CREATE TABLE public.users (id integer PRIMARY KEY, email text);
CREATE TABLE public.logins (email text);
