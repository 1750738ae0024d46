-- a partitioned table comes, and another gets, several keys and indexes of the same columns each: every partition's belongs to the right one
CREATE TABLE public.t (id integer NOT NULL, k integer NOT NULL, CONSTRAINT b UNIQUE (id, k), CONSTRAINT a UNIQUE (id, k) DEFERRABLE) PARTITION BY LIST (k);
CREATE INDEX d ON public.t (id);
CREATE INDEX c ON public.t (id);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t DEFAULT;
CREATE TABLE public.u (id integer NOT NULL, k integer NOT NULL, CONSTRAINT ub UNIQUE (id, k), CONSTRAINT ua UNIQUE (id, k) DEFERRABLE) PARTITION BY LIST (k);
CREATE INDEX ud ON public.u (id);
CREATE INDEX uc ON public.u (id);
CREATE TABLE public.u1 PARTITION OF public.u FOR VALUES IN (1);
CREATE TABLE public.u2 PARTITION OF public.u DEFAULT;
