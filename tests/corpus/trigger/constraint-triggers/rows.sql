SET session_replication_role = replica;
INSERT INTO public.posts (id, title, body, score) VALUES (1, 'One', 'first', 10), (2, 'Two', NULL, NULL);
RESET session_replication_role;
