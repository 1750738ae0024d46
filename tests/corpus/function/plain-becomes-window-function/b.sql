-- a window function takes a plain one's place
CREATE FUNCTION public.f() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS $$window_row_number$$;
