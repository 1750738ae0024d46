-- a comment on an exclusion constraint with an awkward name is added
CREATE TABLE public.t (during int4range, CONSTRAINT "t x" EXCLUDE USING gist (during WITH &&));
COMMENT ON CONSTRAINT "t x" ON public.t IS 'one at a time';
