-- the labels of an enum come in another order
CREATE TYPE public.level AS ENUM ('low', 'middle', 'high');
CREATE TABLE public.risks (id integer PRIMARY KEY, level public.level UNIQUE);
