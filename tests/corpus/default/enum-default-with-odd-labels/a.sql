CREATE TYPE public.odd AS ENUM ('it''s', ':x', '%s', '');
CREATE TABLE public.t (id integer PRIMARY KEY, a public.odd DEFAULT ':x', b public.odd);
