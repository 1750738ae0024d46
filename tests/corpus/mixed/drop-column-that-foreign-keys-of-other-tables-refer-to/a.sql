CREATE TABLE public.users (id integer PRIMARY KEY, code text UNIQUE, email text UNIQUE);
CREATE TABLE public.a_logs (user_code text REFERENCES public.users (code));
CREATE TABLE public.z_logs (user_code text REFERENCES public.users (code) ON DELETE CASCADE, user_id integer REFERENCES public.users);
