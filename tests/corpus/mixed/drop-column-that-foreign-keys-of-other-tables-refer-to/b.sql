-- a column is dropped to which foreign keys of other tables refer
CREATE TABLE public.users (id integer PRIMARY KEY, email text UNIQUE);
CREATE TABLE public.a_logs (user_code text);
CREATE TABLE public.z_logs (user_id integer REFERENCES public.users);
