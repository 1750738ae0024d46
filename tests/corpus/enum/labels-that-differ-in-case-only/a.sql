CREATE TYPE public.unit AS ENUM ('m', 'M');
CREATE TABLE public.measures (unit public.unit);
