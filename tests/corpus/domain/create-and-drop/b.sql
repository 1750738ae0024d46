-- a domain comes into being, with all that it can have
CREATE DOMAIN public.d AS character varying(20) COLLATE "C" DEFAULT 'x'::character varying NOT NULL CONSTRAINT long_enough CHECK (length(VALUE) > 0) CONSTRAINT no_space CHECK (VALUE !~ ' ');
COMMENT ON DOMAIN public.d IS 'a code; it''s short';
