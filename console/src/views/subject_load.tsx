// The electricity of a meter: since when, how large, and the curve.
import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Electricity, LoadPictureData } from '../api/types';
import { interval, rounded } from '../format/numbers';
import { utcDay } from '../format/times';
import { Fact, Facts } from '../parts/format';
import { Panel } from '../parts/page';
import { useWords } from '../words/provider';

const LoadCurve = lazy(() => import('../figures/load_curve'));

function LoadFacts({ load }: { load: Electricity }) {
  const words = useWords();
  const { t, named, language } = words;
  const { onset, power, energy, machines } = load;
  const size = interval(power, power.unit, words);
  const days = { best: utcDay(onset.best), lower: utcDay(onset.lower), upper: utcDay(onset.upper) };
  return (
    <Facts>
      <Fact label={t('load_since')}>
        {t(onset.before_record ? 'load_since_before' : 'load_since_between', days)}
        <br />
        <span className="soft">{t(load.still_there ? 'load_still' : 'load_gone', { day: utcDay(load.last) })}</span>
      </Fact>
      <Fact label={t('load_size')}>{power.at_least ? t('load_size_at_least', { size }) : size}</Fact>
      <Fact label={t('load_energy')}>{interval(energy, energy.unit, words)}</Fact>
      <Fact label={t('load_machines')}>
        {t('load_machines_value', { machines: interval(machines, '', words) })}
      </Fact>
      <Fact label={t('load_pattern')}>{named('pattern', load.pattern)}</Fact>
      <Fact label={t('load_filed')}>
        {load.filed_system === null
          ? t('load_filed_none')
          : load.filed_kw === null
            ? load.filed_system
            : t('load_filed_value', { name: load.filed_system, kw: rounded(load.filed_kw, language) })}
      </Fact>
    </Facts>
  );
}

export function SubjectLoad({ load, picture }: { load: Electricity; picture: LoadPictureData | undefined }) {
  const { t, named } = useWords();
  return (
    <Panel title={t('load_title')}>
      <p className="soft small" style={{ marginBottom: 12 }}>
        {t('load_intro')}
      </p>
      <LoadFacts load={load} />
      <div style={{ margin: '16px 0 10px' }}>
        <Suspense fallback={<Skeleton height={230} />}>
          <LoadCurve load={load} picture={picture} />
        </Suspense>
      </div>
      <p className="soft small">{t('load_hardware', { hardware: load.machines.hardware })}</p>
      {load.also_possible.length > 0 && (
        <>
          <h3 style={{ margin: '14px 0 4px' }}>{t('load_also_possible')}</h3>
          <ul style={{ margin: 0, paddingLeft: 20 }}>
            {load.also_possible.map((key) => (
              <li key={key}>{named('also', key)}</li>
            ))}
          </ul>
        </>
      )}
      {load.settled_by.length > 0 && (
        <>
          <h3 style={{ margin: '14px 0 4px' }}>{t('load_settles')}</h3>
          <ul style={{ margin: 0, paddingLeft: 20 }}>
            {load.settled_by.map((key) => (
              <li key={key}>{named('settles', key)}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
