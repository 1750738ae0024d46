-- a label is removed from an enum whose other labels need quoting, with a default and a check
CREATE TYPE public.odd AS ENUM ('it''s', '%s', 'co:lon');
CREATE TABLE public.things (id integer PRIMARY KEY, odd public.odd DEFAULT 'it''s', CHECK (odd <> '%s'));
