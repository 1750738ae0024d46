-- a foreign key to a partitioned table is added, and a partition with it
CREATE TABLE public.events (id integer, kind text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
CREATE TABLE public.events_a PARTITION OF public.events FOR VALUES IN ('a');
CREATE TABLE public.events_b PARTITION OF public.events FOR VALUES IN ('b');
CREATE TABLE public.notes (
    event_id integer, event_kind text,
    FOREIGN KEY (event_id, event_kind) REFERENCES public.events ON UPDATE CASCADE
);
