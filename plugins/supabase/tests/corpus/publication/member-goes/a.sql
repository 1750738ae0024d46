CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE TABLE profile (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
ALTER PUBLICATION supabase_realtime ADD TABLE note, profile;
