-- a domain over a domain gets checks on both levels
CREATE DOMAIN public.base AS integer CHECK (VALUE > 0) CHECK (VALUE < 1000); CREATE DOMAIN public.d AS public.base DEFAULT 3 CHECK (VALUE <> 13);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
