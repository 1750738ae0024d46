-- NOT NULL of a domain gets a name, and another one loses its own
-- requires: 18
CREATE DOMAIN public.d AS text CONSTRAINT given NOT NULL; CREATE DOMAIN public.e AS text NOT NULL; CREATE DOMAIN public.f AS text CONSTRAINT "must be" NOT NULL;
