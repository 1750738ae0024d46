-- an exclusion constraint becomes deferrable and initially deferred
CREATE TABLE public.slots (during int4range, CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&) DEFERRABLE INITIALLY DEFERRED);
