CREATE TABLE profile (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$BEGIN INSERT INTO public.profile (id) VALUES (NEW.id); RETURN NEW; END$$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
