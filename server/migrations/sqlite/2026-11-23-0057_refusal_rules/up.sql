-- What a one-stop desk may refuse dossiers for, on which ground and from which day on; kept by administrators. And what was found
-- of this in a dossier: `component_id` is empty where it is about the whole of it.
create table refusal_rules (
  kind text primary key check (kind in ('personal-account', 'unsigned-component')),
  legal_ground text not null,
  starts_on date not null,
  version integer not null check (version >= 1)
);
insert into refusal_rules (kind, legal_ground, starts_on, version) values
  ('personal-account', 'Công văn số 676/VPUBND-TTPVHCC ngày 26/8/2024 của Văn phòng UBND tỉnh', '2024-09-11', 1),
  ('unsigned-component', 'Công văn số 676/VPUBND-TTPVHCC ngày 26/8/2024 của Văn phòng UBND tỉnh', '2024-09-11', 1);
create table dossier_grounds (
  dossier_id text not null references dossiers (id) on delete restrict,
  kind text not null references refusal_rules (kind) on delete restrict,
  component_id text not null,
  primary key (dossier_id, kind, component_id)
);
create index ix_dossier_grounds_kind on dossier_grounds (kind, dossier_id);
