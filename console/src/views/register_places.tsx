// Units with their zones: whose an address or a meter is, and who answers for it.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePlaces } from '../api/register_queries';
import type { PlaceList, ZoneKind } from '../api/types';
import { Empty, Loaded, Panel } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

type Unit = PlaceList['units'][number];
type Zone = PlaceList['zones'][number];

const zone_kinds: readonly ZoneKind[] = ['dormitory', 'laboratory', 'office', 'hpc', 'data_centre', 'wireless', 'guest', 'other'];
const first_units = 40;

// Each unit with its zones; zones of a unit that is not listed come with one that nobody answers for.
function grouped({ units, zones }: PlaceList): { unit: Unit; zones: Zone[] }[] {
  const of = new Map<string, Zone[]>(units.map(({ name }) => [name, []]));
  for (const zone of zones) of.set(zone.unit, [...(of.get(zone.unit) ?? []), zone]);
  const listed = new Map(units.map((unit) => [unit.name, unit]));
  return [...of].map(([name, own]) => ({
    unit: listed.get(name) ?? { name, parent: null, responsible: '', contact: '' },
    zones: own,
  }));
}

const holds = (text: string, ...parts: string[]) => parts.join(' ').toLowerCase().includes(text);

function narrowed(groups: { unit: Unit; zones: Zone[] }[], text: string, kind: string) {
  return groups.flatMap(({ unit, zones }) => {
    const of_kind = zones.filter((zone) => kind === '' || zone.kind === kind);
    if (kind !== '' && of_kind.length === 0) return [];
    if (holds(text, unit.name, unit.parent ?? '', unit.responsible, unit.contact)) return [{ unit, zones: of_kind }];
    const found = of_kind.filter((zone) => holds(text, zone.name, ...zone.addresses, ...zone.meters));
    return found.length > 0 ? [{ unit, zones: found }] : [];
  });
}

function UnitPanel({ unit, zones }: { unit: Unit; zones: Zone[] }) {
  const { t } = useWords();
  const columns: Column<Zone>[] = [
    { key: 'name', label: t('zone'), cell: (z) => <span className="any">{z.name}</span>, by: (z) => z.name },
    { key: 'kind', label: t('zone_kind'), cell: (z) => <span className="tag">{t(`zone_${z.kind}`)}</span>, by: (z) => z.kind },
    { key: 'addresses', label: t('addresses'), cell: (z) => z.addresses.length > 0 && <code className="any">{z.addresses.join(' ')}</code> },
    { key: 'meters', label: t('meters'), cell: (z) => z.meters.length > 0 && <code className="any">{z.meters.join(' ')}</code> },
    {
      key: 'findings',
      label: t('zone_findings'),
      cell: (z) => <span className={z.findings > 0 ? 'loud' : 'soft'}>{z.findings}</span>,
      by: (z) => z.findings,
      numeric: true,
    },
  ];
  return (
    <Panel
      flush
      className="unit"
      title={
        <>
          {unit.name}
          {unit.parent && <span className="soft small part-of">{t('places_part_of', { unit: unit.parent })}</span>}
        </>
      }
      aside={
        unit.responsible ? (
          <span className="any">{[unit.responsible, unit.contact].filter(Boolean).join(' · ')}</span>
        ) : (
          <span className="tag wait">{t('responsible_none')}</span>
        )
      }
    >
      {zones.length === 0 ? (
        <p className="soft none-here">{t('places_no_zone')}</p>
      ) : (
        <Table caption={unit.name} columns={columns} rows={zones} rowKey={(z) => z.name} />
      )}
    </Panel>
  );
}

function List({ places }: { places: PlaceList }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [kind, setKind] = useState('');
  const [all, setAll] = useState(false);
  const found = narrowed(grouped(places), text.trim().toLowerCase(), kind);
  const shown = all ? found : found.slice(0, first_units);
  return (
    <>
      <form className="filters" role="search" aria-label={t('systems_filter')} onSubmit={(e) => e.preventDefault()}>
        <TextInput
          label={t('systems_filter')}
          placeholder={t('places_filter_hint')}
          type="search"
          w={280}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('zone_kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: '', label: t('zone_kind_all') },
            ...zone_kinds.map((value) => ({ value, label: t(`zone_${value}`) })),
          ]}
        />
      </form>
      {found.length === 0 && (
        <Panel>
          <Empty title={t('places_no_match')} />
        </Panel>
      )}
      {shown.map(({ unit, zones }) => (
        <UnitPanel key={unit.name} unit={unit} zones={zones} />
      ))}
      {shown.length < found.length && (
        <Button variant="default" onClick={() => setAll(true)}>
          {t('places_all', { count: found.length })}
        </Button>
      )}
      <p className="soft small">{t('zone_findings_more')}</p>
    </>
  );
}

export function Places() {
  const { t } = useWords();
  const query = usePlaces();
  return (
    <Loaded query={query} lines={12}>
      {(places) =>
        places.units.length + places.zones.length === 0 ? (
          <Panel>
            <Empty title={t('places_none')} remedy={t('places_none_remedy')} />
          </Panel>
        ) : (
          <>
            <p className="soft" style={{ marginBottom: 14 }}>
              {t('places_intro')}
            </p>
            <List places={places} />
          </>
        )
      }
    </Loaded>
  );
}
