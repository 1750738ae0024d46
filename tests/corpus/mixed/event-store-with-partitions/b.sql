-- an event store gets a partition, a new kind of event, jsonb, an index, a check and a foreign key
CREATE TYPE public.event_kind AS ENUM ('created', 'changed', 'it''s deleted');
CREATE TABLE public.streams (name text PRIMARY KEY);
CREATE TABLE public.events (
    id bigint NOT NULL, stream text NOT NULL, kind public.event_kind NOT NULL DEFAULT 'created', at timestamptz NOT NULL DEFAULT now(),
    data jsonb NOT NULL DEFAULT '{}', version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (id, at), CONSTRAINT stream_format CHECK (stream ~ '^\w+:\d+$')
) PARTITION BY RANGE (at);
CREATE TABLE public.events_2024 PARTITION OF public.events FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00') WITH (fillfactor = 100);
CREATE TABLE public.events_2025 PARTITION OF public.events FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE INDEX events_data ON public.events USING gin (data jsonb_path_ops);
CREATE INDEX events_deleted ON public.events (stream) WHERE kind = 'it''s deleted';
