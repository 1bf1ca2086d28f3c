-- Each type with values that are hard to bring back.
CREATE TYPE "Farbe, 'bunt'" AS ENUM ('', 'grün', 'it''s "red"', '🟥');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN short AS text CHECK (length(VALUE) < 9) DEFAULT 'x';
CREATE TABLE "Every type 🗃️ ""quoted"" 'so'" (
  "select" smallint, "Ünïcode" int, "with space" bigint, "tab	" numeric, "🦊" real, d double precision,
  m money, t text, v varchar(300), c char(5), n name, b bytea, bo boolean, da date, ti time, tz timetz,
  ts timestamp, tt timestamptz, iv interval, u uuid, j json, jb jsonb, x xml, i inet, ci cidr, ma macaddr,
  m8 macaddr8, bi bit(3), vb varbit, po point, li line, ls lseg, bx box, pa path, pg polygon, cr circle,
  tv tsvector, tq tsquery, ir int4range, mr nummultirange, ar int[][], tx text[], e "Farbe, 'bunt'", p pair, s short,
  o oid, l pg_lsn);
INSERT INTO "Every type 🗃️ ""quoted"" 'so'" DEFAULT VALUES;
INSERT INTO "Every type 🗃️ ""quoted"" 'so'" VALUES (
  -32768, 2147483647, -9223372036854775808, 'NaN', 'Infinity', '-Infinity',
  '-92233720368547758.08', '', repeat('é🦊', 150), '  a', 'n', '\x00ff5c27', true, 'infinity', '24:00', '23:59:59.999999+15:59',
  '-infinity', '4713-01-01 BC', '-178000000 years 11 mons', gen_random_uuid(), '{"a":  1, "a": 2}', '{"b": null, "é": [1e400]}',
  '<a>&amp;</a>', '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', B'101', B'', '(NaN,1e308)', '{1,2,3}',
  '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1))', '<(0,0),1>', 'a:1A b', 'a & !b', 'empty',
  '{[1,2),(5,)}', '[2:3][0:1]={{1,2},{3,NULL}}', '{"", NULL, "NULL", "a\\,\"b"}', '', '(,"x ""y""")', 'short',
  4294967295, 'FFFFFFFF/FFFFFFFF');
INSERT INTO "Every type 🗃️ ""quoted"" 'so'" (d, "🦊", "tab	", da, tt)
  VALUES ('NaN', 1.17549435e-38, 0.1e-1000, '4713-01-01 BC', '294276-12-31 23:59:59.999999Z'),
  (2.2250738585072014e-308, 3.4028235e38, 1e1000, '5874897-12-31', 'infinity');
CREATE TABLE huge (id int PRIMARY KEY, bytes bytea);
