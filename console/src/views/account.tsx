// Electricity of what was found, as coal and carbon; every factor with where it comes from.
import { Button, TextInput } from '@mantine/core';
import { useId, useState, type FormEvent } from 'react';
import { Link } from 'react-router-dom';
import { useAccount } from '../api/queries';
import type { Account as AccountData, Interval } from '../api/types';
import { rounded } from '../format/numbers';
import { IntervalBar, IntervalText } from '../parts/format';
import { Empty, Loaded, Page, Panel } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords, type WordsInUse } from '../words/provider';

// Names for which data/grid_factors.tsv has a factor; provinces can be typed.
const regions = [
  ['China', '中国'],
  ['North China', '华北'],
  ['Northeast', '东北'],
  ['East China', '华东'],
  ['Central China', '华中'],
  ['Northwest', '西北'],
  ['Southern', '南方'],
  ['Southwest', '西南'],
] as const;
const first_year = 2009;
const last_year = 2100;

type Item = AccountData['items'][number];
type Factor = AccountData['factors'][number];

function Amount({ label, value, unit }: { label: string; value: Interval; unit: string }) {
  const { t, language } = useWords();
  const text = (x: number) => rounded(x, language);
  return (
    <div className="panel">
      <div className="soft small">{label}</div>
      <div style={{ fontSize: 25, fontWeight: 650 }}>
        {text(value.best)} <span style={{ fontSize: 15, fontWeight: 500 }}>{unit}</span>
      </div>
      <div className="soft small" style={{ marginBottom: 6 }}>
        {t('interval_ends', { lower: text(value.lower), upper: text(value.upper) })}
      </div>
      <IntervalBar value={value} max={value.upper * 1.05} />
    </div>
  );
}

function Items({ items, left_out }: { items: Item[]; left_out: number }) {
  const { t, counted } = useWords();
  const max = Math.max(...items.map((item) => item.energy_kwh.upper));
  const columns: Column<Item>[] = [
    {
      key: 'name',
      label: t('name'),
      cell: (item) => (
        <Link to={`/findings/${item.subject_id}`} className="any">
          {item.name}
        </Link>
      ),
      by: (item) => item.name,
    },
    { key: 'part', label: t('part'), cell: (item) => t(`part_${item.part}`), by: (item) => item.part },
    {
      key: 'energy',
      label: t('energy'),
      cell: (item) => <IntervalText value={item.energy_kwh} unit="kWh" />,
      by: (item) => item.energy_kwh.best,
      numeric: true,
    },
    {
      key: 'bar',
      label: t('range'),
      cell: (item) => <IntervalBar value={item.energy_kwh} max={max} />,
    },
  ];
  return (
    <Panel flush title={t('items_title')}>
      {items.length === 0 ? (
        <Empty title={t('account_none')} />
      ) : (
        <Table caption={t('items_title')} columns={columns} rows={items} rowKey={(item) => `${item.subject_id} ${item.part} ${item.energy_kwh.best}`} />
      )}
      {left_out > 0 && <p className="soft none-here">{counted('subjects_left_out', left_out)}</p>}
    </Panel>
  );
}

// The server names a factor by a key: coal_supply_2026, grid_North China_2023.
function factorName(name: string, { t, language }: WordsInUse) {
  const [, kind, region, year] = /^(coal_supply|grid)_(?:(.+)_)?(\d{4})$/.exec(name) ?? [];
  if (!kind || !year) return name;
  if (kind === 'coal_supply') return t('factor_coal', { year });
  const known = regions.find(([en]) => en === region);
  return t('factor_grid', { region: (language === 'en' ? region : known?.[1]) ?? region ?? '', year });
}

function Factors({ factors }: { factors: Factor[] }) {
  const words = useWords();
  const { t } = words;
  const columns: Column<Factor>[] = [
    { key: 'name', label: t('factor'), cell: (f) => factorName(f.name, words) },
    { key: 'value', label: t('value'), cell: (f) => f.value },
    { key: 'source', label: t('source'), cell: (f) => <span className="soft any">{f.source}</span> },
  ];
  return (
    <Panel flush title={t('factors_title')}>
      <Table caption={t('factors_title')} columns={columns} rows={factors} rowKey={(f) => f.name + f.value} />
    </Panel>
  );
}

export default function Account() {
  const { t, language } = useWords();
  const list = useId();
  const [asked, setAsked] = useState({ region: 'China', year: new Date().getUTCFullYear() });
  const [region, setRegion] = useState<string>(language === 'en' ? 'China' : '中国');
  const [year, setYear] = useState(String(asked.year));
  const query = useAccount(asked.region, asked.year);
  const number = Number(year);
  const right = Number.isInteger(number) && number >= first_year && number <= last_year;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const known = regions.find((names) => names.some((name) => name === region.trim()));
    if (right) setAsked({ region: known?.[0] ?? region.trim(), year: number });
  };
  return (
    <Page title={t('account_title')} intro={t('account_intro')}>
      <form className="filters" onSubmit={send}>
        <TextInput
          label={t('region')}
          list={list}
          maxLength={60}
          required
          withAsterisk={false}
          value={region}
          onChange={(event) => setRegion(event.currentTarget.value)}
        />
        <datalist id={list}>
          {regions.map(([en, zh]) => (
            <option key={en} value={language === 'en' ? en : zh} />
          ))}
        </datalist>
        <TextInput
          label={t('year')}
          inputMode="numeric"
          maxLength={4}
          w={100}
          value={year}
          onChange={(event) => setYear(event.currentTarget.value)}
          error={!right}
        />
        <Button type="submit" variant="default" loading={query.isFetching}>
          {t('account_show')}
        </Button>
      </form>
      <Loaded query={query} lines={9}>
        {(account) => (
          <>
            <div className="amounts">
              <Amount label={t('energy')} value={account.energy_kwh} unit="kWh" />
              <Amount label={t('coal')} value={account.coal_tce} unit="tce" />
              <Amount label={t('carbon')} value={account.carbon_tco2} unit="tCO₂" />
            </div>
            <Items items={account.items} left_out={account.items_left_out} />
            {account.factors.length > 0 && <Factors factors={account.factors} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
