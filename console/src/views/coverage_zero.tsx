// The zero report of the period shown: its statement in words, what was not covered, and the signed file as the server made it.
import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { client, type Download } from '../api/client';
import { usePlaces } from '../api/register_queries';
import type { SignedZeroReport, ZeroReport as Report } from '../api/types';
import { grouped, percent } from '../format/numbers';
import { duration, second_ms, utcMinute } from '../format/times';
import { coverageSaid } from '../format/zero_report';
import { save } from '../parts/download';
import { LevelMark, Time } from '../parts/format';
import { Panel, ProblemNote, problemText } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

interface Made {
  download: Download;
  signed: SignedZeroReport;
}

const useZeroReport = () =>
  useMutation({
    mutationFn: async ({ from, to, unit }: { from: number; to: number; unit: string }): Promise<Made> => {
      const iso = (time: number) => new Date(time).toISOString();
      const download = await client.download('/report/zero', { query: { from: iso(from), to: iso(to), ...(unit && { unit }) } });
      // Read from a copy: the signature is over the file's octets as they stand.
      return { download, signed: JSON.parse(await download.file.text()) as SignedZeroReport };
    },
  });

function Statement({ report }: { report: Report }) {
  const { t, language } = useWords();
  const { kind, missing } = coverageSaid(report);
  return (
    <div className={`note ${kind}`}>
      <strong>{t(`zero_${report.statement}`)}</strong>
      {missing > 0 && report.statement !== 'nobody_looked' && (
        <>
          <br />
          {t('zero_not_covered', { share: percent(missing, language) })}
        </>
      )}
    </div>
  );
}

function Findings({ report }: { report: Report }) {
  const { t, counted, named } = useWords();
  type Finding = Report['findings'][number];
  const columns: Column<Finding>[] = [
    {
      key: 'name',
      label: t('name'),
      cell: (f) => (
        <div className="any">
          <Link to={`/findings/${f.subject_id}`} className="strong">
            {f.name}
          </Link>{' '}
          <span className="soft small">{named('kind', f.kind)}</span>
          {f.unit && <small>{f.unit}</small>}
        </div>
      ),
      by: (f) => f.name,
    },
    { key: 'level', label: t('level'), cell: (f) => <LevelMark level={f.level} /> },
    { key: 'seen', label: t('last_seen'), cell: (f) => <Time at={f.last_seen} />, by: (f) => f.last_seen },
    {
      key: 'case',
      label: t('case'),
      cell: (f) => (
        <>
          {f.case_id === null ? (
            <span className="soft">{t('zero_case_none')}</span>
          ) : (
            <Link to={`/cases/${f.case_id}`}>{t('case_number', { id: f.case_id })}</Link>
          )}
          {f.closed && <small>{t('zero_case_closed')}</small>}
          {f.set_aside && <small>{t('zero_set_aside')}</small>}
        </>
      ),
    },
  ];
  if (report.findings.length === 0) return null;
  return (
    <div>
      <h3>{counted('zero_findings', report.findings.length + report.findings_left_out)}</h3>
      <Table caption={t('zero_findings')} columns={columns} rows={report.findings} rowKey={(f) => f.subject_id} />
      {report.findings_left_out > 0 && <p className="soft small">{counted('zero_findings_left_out', report.findings_left_out)}</p>}
    </div>
  );
}

function Sensors({ report }: { report: Report }) {
  const words = useWords();
  const { t, counted, named, language } = words;
  type Sensor = Report['sensors'][number];
  const share = (s: Sensor) => (s.asked_s > 0 ? s.alive_s / s.asked_s : 0);
  const columns: Column<Sensor>[] = [
    { key: 'name', label: t('sensor'), cell: (s) => <span className="any">{s.name}</span>, by: (s) => s.name },
    {
      key: 'share',
      label: t('zero_covered'),
      cell: (s) => <span className={share(s) < 0.95 ? 'loud' : ''}>{percent(share(s), language)}</span>,
      by: share,
      numeric: true,
    },
    {
      key: 'gaps',
      label: t('zero_gaps'),
      cell: (s) => (
        <>
          {s.gaps.map((gap) => (
            <div key={gap.from}>
              <span className="nb">{utcMinute(gap.from)}</span> {t('to')} <span className="nb">{utcMinute(gap.to)}</span>{' '}
              <span className="soft nb">({duration(gap.missing_s * second_ms, words)})</span>
            </div>
          ))}
          {s.gaps_left_out > 0 && <small>{counted('zero_gaps_left_out', s.gaps_left_out)}</small>}
        </>
      ),
    },
    {
      key: 'lost',
      label: t('dropped'),
      cell: (s) => {
        const dropped = s.dropped_kernel + s.dropped_davy;
        return (
          <>
            {dropped + s.exporter_gaps > 0 && t('zero_lost', { dropped: grouped(dropped, language), gaps: grouped(s.exporter_gaps, language) })}
            {s.blind.length > 0 && (
              <small>{t('zero_blind', { what: s.blind.map((what) => named('blind', what)).join(' · ') })}</small>
            )}
          </>
        );
      },
    },
  ];
  return <Table caption={t('zero_covered')} columns={columns} rows={report.sensors} rowKey={(s) => s.name} />;
}

function Result({ made }: { made: Made }) {
  const words = useWords();
  const { t, language } = words;
  const { zero_report: report, signature } = made.signed;
  const time = (s: number) => duration(s * second_ms, words);
  return (
    <div className="stack-12" role="status">
      <Statement report={report} />
      <p>{t('zero_period', { from: utcMinute(report.from), to: utcMinute(report.to) })}</p>
      {report.unit !== null && <p className="any">{t('zero_of_unit', { unit: report.unit })}</p>}
      <p>
        <span className="strong">
          {t('zero_covered')} {percent(report.covered_share, language)}
        </span>{' '}
        <span className="soft">({t('zero_covered_of', { alive: time(report.alive_s), asked: time(report.asked_s) })})</span>
      </p>
      <Sensors report={report} />
      <Findings report={report} />
      <p className="soft small any">
        {t('zero_made', { time: utcMinute(report.made_at), name: report.made_by, key: signature.fingerprint.slice(0, 16) })}
      </p>
      <Button className="no-print" onClick={() => save(made.download, 'zero-report.json')}>
        {t('zero_save')}
      </Button>
    </div>
  );
}

export function ZeroReport({ from, to }: { from: number; to: number }) {
  const words = useWords();
  const { t } = words;
  const units = usePlaces().data?.units ?? [];
  const [unit, setUnit] = useState('');
  const make = useZeroReport();
  // Nobody can have looked at what is still to come.
  const until = Math.min(to, Math.floor(Date.now() / second_ms) * second_ms);
  return (
    <Panel title={t('zero_title')}>
      <div className="stack-12">
        <p className="soft">{t('zero_intro')}</p>
        <div className="row no-print" style={{ alignItems: 'flex-end' }}>
          {units.length > 0 && (
            <NativeSelect
              label={t('zero_unit')}
              value={unit}
              onChange={(event) => {
                setUnit(event.currentTarget.value);
                make.reset();
              }}
              data={[{ value: '', label: t('zero_unit_all') }, ...units.map(({ name }) => ({ value: name, label: name }))]}
            />
          )}
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate({ from, to: until, unit })}>
            {t('zero_make')}
          </Button>
        </div>
        <ProblemNote said={make.error ? problemText(make.error, words) : null} />
        {make.data && <Result made={make.data} />}
      </div>
    </Panel>
  );
}
