CREATE TYPE public.level AS ENUM ('high', 'low', 'middle');
CREATE TABLE public.risks (id integer PRIMARY KEY, level public.level UNIQUE);
