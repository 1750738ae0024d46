INSERT INTO public.events VALUES (1, 'order:1', 'created', '2024-05-05', '{"a": ":b"}'), (2, 'order:1', 'changed', '2024-06-06', '[]');
