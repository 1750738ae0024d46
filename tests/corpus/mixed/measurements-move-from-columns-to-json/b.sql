-- several columns go, a JSON column with checks and expression indexes comes, a list of values grows
CREATE TABLE public.sensors (
    id integer PRIMARY KEY, kind text NOT NULL, readings jsonb NOT NULL DEFAULT '{"t": []}',
    CONSTRAINT kinds CHECK (kind IN ('air', 'water', 'soil')), CONSTRAINT has_t CHECK (readings ? 't' AND readings @? '$.t[*]' IS NOT NULL)
);
CREATE INDEX sensors_first ON public.sensors (((readings #>> '{t,0}')::numeric));
CREATE INDEX sensors_readings ON public.sensors USING gin (readings);
