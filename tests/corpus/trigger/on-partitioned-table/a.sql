CREATE TABLE public.metrics (day date NOT NULL, n integer, note text) PARTITION BY RANGE (day);
CREATE TABLE public.metrics_2024 PARTITION OF public.metrics FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE TRIGGER changes AFTER UPDATE ON public.metrics FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER goes AFTER DELETE ON public.metrics FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER was_called AFTER INSERT ON public.metrics FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER own BEFORE INSERT ON public.metrics_2024 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
