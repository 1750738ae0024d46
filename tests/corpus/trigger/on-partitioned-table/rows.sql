SET session_replication_role = replica;
INSERT INTO public.metrics VALUES ('2024-03-01', 1, 'x');
RESET session_replication_role;
