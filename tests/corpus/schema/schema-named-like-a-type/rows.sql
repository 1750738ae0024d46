INSERT INTO "integer".text VALUES ('2024-02-29');
