-- text becomes uuid in a primary key, inet and date
CREATE TABLE public.t (id uuid PRIMARY KEY, ip inet, at date);
