CREATE DOMAIN public.d AS text NOT NULL; CREATE DOMAIN public.e AS text CONSTRAINT filled NOT NULL; CREATE DOMAIN public.f AS text;
