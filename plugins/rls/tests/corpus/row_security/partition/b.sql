-- A partition does not take after its parent: each has its own.
CREATE TABLE event (id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_1 ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_1 FORCE ROW LEVEL SECURITY;
