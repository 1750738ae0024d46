-- three domains: a default comes, changes and goes
CREATE DOMAIN public.d AS text DEFAULT 'it''s :x 100%'; CREATE DOMAIN public.e AS integer DEFAULT 2 * 3; CREATE DOMAIN public.f AS date;
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d, e public.e, f public.f);
