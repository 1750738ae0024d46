CREATE TABLE profile (id uuid PRIMARY KEY CONSTRAINT profile_user REFERENCES auth.users (id), name text);
