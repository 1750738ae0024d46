-- labels with quotes, percent signs, colons, backslashes, braces, commas, unicode and an empty one are added
CREATE TYPE public.odd AS ENUM (
    'it''s', '100%', '%(x)s', ':name', 'a::b', 'back\slash', '"quoted"', '{a,b}', '', '日本語', 'plain', E'new\nline', '$1', '🐘'
);
CREATE TABLE public.things (odd public.odd DEFAULT 'plain');
