INSERT INTO public.t VALUES (1, '{"a": 1, "b": null}', ARRAY['1', '{"a": 2}']::json[]);
