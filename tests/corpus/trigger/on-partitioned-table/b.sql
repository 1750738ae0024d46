-- triggers of a partitioned table come, change and go, and its partitions follow
CREATE TABLE public.metrics (day date NOT NULL, n integer, note text) PARTITION BY RANGE (day);
CREATE TABLE public.metrics_2024 PARTITION OF public.metrics FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE TABLE public.metrics_2025 PARTITION OF public.metrics FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TRIGGER changes AFTER UPDATE OF n ON public.metrics FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER comes AFTER DELETE ON public.metrics FOR EACH ROW WHEN (OLD.n > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER is_called AFTER INSERT ON public.metrics FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER own BEFORE INSERT OR UPDATE ON public.metrics_2024 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER statement AFTER INSERT ON public.metrics FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger();
