-- an enum gets three labels in a row in the middle, and one at each end
CREATE TYPE public.priority AS ENUM ('none', 'low', 'below', 'normal', 'above', 'high', 'urgent');
CREATE TABLE public.tasks (id integer PRIMARY KEY, priority public.priority);
