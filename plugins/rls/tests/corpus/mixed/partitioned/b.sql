-- Policies on a partitioned table and on a partition.
CREATE TABLE event (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE POLICY p ON event USING (id > 0);
CREATE POLICY p ON event_1 USING (id > 1);
