CREATE TABLE public.sensors (id integer PRIMARY KEY, kind varchar(10) NOT NULL, t1 real, t2 real, t3 real, CONSTRAINT kinds CHECK (kind IN ('air', 'water')));
CREATE INDEX sensors_t1 ON public.sensors (t1) WHERE t1 IS NOT NULL;
