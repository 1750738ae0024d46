CREATE TABLE public.metrics (day date NOT NULL, n integer) PARTITION BY RANGE (day);
CREATE TABLE public.metrics_2024 (day date NOT NULL, n integer);
CREATE TRIGGER t AFTER UPDATE ON public.metrics FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER t AFTER UPDATE ON public.metrics_2024 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
