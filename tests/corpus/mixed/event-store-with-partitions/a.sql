CREATE TYPE public.event_kind AS ENUM ('created', 'changed');
CREATE TABLE public.events (
    id bigint NOT NULL, stream text NOT NULL, kind public.event_kind NOT NULL, at timestamptz NOT NULL, data json,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE public.events_2024 PARTITION OF public.events FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
