-- a check is validated, and another is not valid any more
CREATE DOMAIN public.d AS integer; ALTER DOMAIN public.d ADD CONSTRAINT positive CHECK (VALUE > 0); ALTER DOMAIN public.d ADD CONSTRAINT small CHECK (VALUE < 100) NOT VALID;
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
