CREATE TABLE public.metrics (day date NOT NULL, n integer, note text) PARTITION BY RANGE (day);
CREATE TABLE public.metrics_2024 PARTITION OF public.metrics FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE TRIGGER of_parent AFTER UPDATE OF n ON public.metrics FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER of_partition AFTER UPDATE ON public.metrics_2024 FOR EACH ROW WHEN (OLD.n = 1) EXECUTE FUNCTION suppress_redundant_updates_trigger();
