CREATE TABLE public.users (id integer PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE public.projects (id integer PRIMARY KEY, owner_id integer NOT NULL REFERENCES public.users, name text NOT NULL UNIQUE);
CREATE TABLE public.tasks (id integer PRIMARY KEY, project_id integer NOT NULL REFERENCES public.projects ON DELETE CASCADE, done boolean);
