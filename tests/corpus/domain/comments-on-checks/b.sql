-- comments on a domain and on its checks
CREATE DOMAIN public.d AS integer CONSTRAINT a CHECK (VALUE > 0) CONSTRAINT b CHECK (VALUE < 9); COMMENT ON CONSTRAINT b ON DOMAIN public.d IS 'it''s less';
