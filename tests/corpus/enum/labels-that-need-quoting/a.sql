CREATE TYPE public.odd AS ENUM ('plain');
CREATE TABLE public.things (odd public.odd DEFAULT 'plain');
