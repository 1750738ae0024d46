CREATE TYPE public.odd AS ENUM ('gone', 'it''s', '%s', 'co:lon');
CREATE TABLE public.things (id integer PRIMARY KEY, odd public.odd DEFAULT 'it''s', CHECK (odd <> '%s'));
