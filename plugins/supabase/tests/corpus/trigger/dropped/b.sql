-- shows: the trigger on auth.users goes
CREATE TABLE profile (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$BEGIN INSERT INTO public.profile (id) VALUES (NEW.id); RETURN NEW; END$$;
