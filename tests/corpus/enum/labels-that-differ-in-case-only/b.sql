-- labels are added that differ from others in case and spaces only
CREATE TYPE public.unit AS ENUM ('m', ' m', 'M', 'Mm', 'mM', 'm ');
CREATE TABLE public.measures (unit public.unit);
