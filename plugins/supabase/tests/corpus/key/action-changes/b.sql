-- shows: another action in a key to auth.users
CREATE TABLE profile (id uuid PRIMARY KEY CONSTRAINT profile_user REFERENCES auth.users (id) ON DELETE SET NULL, name text);
