CREATE DOMAIN public.d AS integer; ALTER DOMAIN public.d ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID; ALTER DOMAIN public.d ADD CONSTRAINT small CHECK (VALUE < 100);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
