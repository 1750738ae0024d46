INSERT INTO public.posts (id, title, body, score) VALUES (1, 'One', 'first', 10), (2, 'Two', NULL, NULL);
