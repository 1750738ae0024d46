CREATE TYPE public.priority AS ENUM ('low', 'high');
CREATE TABLE public.tasks (id integer PRIMARY KEY, priority public.priority);
