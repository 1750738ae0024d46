-- a dictionary has another name in its configuration
CREATE TEXT SEARCH DICTIONARY public.new (TEMPLATE = snowball, LANGUAGE = english);
COMMENT ON TEXT SEARCH DICTIONARY public.new IS 'same';
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.new;
