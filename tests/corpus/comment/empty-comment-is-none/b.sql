-- Empty diff: an empty comment is no comment
CREATE TABLE public.t (a integer);
COMMENT ON TABLE public.t IS '';
COMMENT ON COLUMN public.t.a IS '';
