-- an extension that nothing uses is dropped
CREATE TABLE public.notes (body text);
