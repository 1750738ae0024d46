-- a trigger of a partitioned table is disabled
-- requires: 15
CREATE TABLE public.metrics (day date NOT NULL, n integer, note text) PARTITION BY RANGE (day);
CREATE TABLE public.metrics_2024 PARTITION OF public.metrics FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TRIGGER t AFTER UPDATE ON public.metrics FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE public.metrics DISABLE TRIGGER t;
