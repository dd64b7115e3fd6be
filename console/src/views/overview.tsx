import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useOverview } from '../api/queries';
import { levels, type Overview as OverviewData } from '../api/types';
import { Trend } from '../figures/trend';
import { grouped, octets, percent } from '../format/numbers';
import { duration } from '../format/times';
import { Icon, LevelShape, type IconName } from '../parts/icons';
import { Empty, Loaded, Page, Panel } from '../parts/page';
import { exemptionPlace } from '../parts/places';
import { useWords } from '../words/provider';

type Need = OverviewData['needs'][number];

const first_needs = 8;
const urgent: readonly Need['what'][] = ['case_overdue', 'sensor_silent', 'notice_overdue', 'exemption_left'];
const icons: Record<Need['what'], IconName> = {
  case_overdue: 'alarm',
  case_without_owner: 'person',
  case_waits_for_second_person: 'check',
  finding_without_case: 'findings',
  sensor_silent: 'coverage',
  system_overdue: 'clock',
  notice_overdue: 'letter',
  filing_waits: 'check',
  exemption_waits: 'check',
  exemption_left: 'alarm',
};

// `id` is of what the need is about: a case, a subject, a system, a list, an exemption.
function placeOf({ what, id }: Need) {
  switch (what) {
    case 'finding_without_case':
    case 'exemption_left':
      return `/findings/${id}`;
    case 'sensor_silent':
      return '/coverage';
    case 'system_overdue':
    case 'filing_waits':
      return `/register/systems/${id}`;
    case 'notice_overdue':
      return `/notices/${id}`;
    case 'exemption_waits':
      return exemptionPlace(id);
    default:
      return `/cases/${id}`;
  }
}

function Needs({ needs }: { needs: Need[] }) {
  const words = useWords();
  const { t } = words;
  const [all, setAll] = useState(false);
  if (needs.length === 0) {
    return (
      <Panel title={t('needs_title')}>
        <Empty title={t('needs_none')} remedy={t('needs_none_more')} />
      </Panel>
    );
  }
  const shown = all ? needs : needs.slice(0, first_needs);
  return (
    <Panel title={t('needs_title')} aside={grouped(needs.length, words.language)} flush>
      <ul className="needs" style={{ marginTop: 12 }}>
        {shown.map((need) => (
          <li key={`${need.what} ${need.id} ${need.name}`} className={urgent.includes(need.what) ? 'urgent' : 'soon'}>
            <Link to={placeOf(need)}>
              <Icon name={icons[need.what]} />
              <span>
                <span className="what">{t(`need_${need.what}`)}</span>{' '}
                <span className="name">{need.name}</span>
              </span>
              <span className="since">
                {t('need_since', { duration: duration(Date.now() - Date.parse(need.since), words) })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length < needs.length && (
        <div style={{ padding: '10px 20px 14px' }}>
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            {t('needs_all', { count: needs.length })}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Counts({ counts }: { counts: OverviewData['counts'] }) {
  const { t, language } = useWords();
  return (
    <ul className="counts" aria-label={t('counts_title')}>
      {levels.map((level) => (
        <li key={level} className={level}>
          <Link to={`/findings?level=${level}`} title={t(`meaning_${level}`)}>
            <span className="n">{grouped(counts[level], language)}</span>
            <span className={`word ${level}`}>
              <LevelShape level={level} />
              {t(`level_${level}`)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const Big = ({ n, w, bad = false }: { n: string; w: string; bad?: boolean }) => (
  <div>
    <div className={`n${bad ? ' bad' : ''}`}>{n}</div>
    <div className="w">{w}</div>
  </div>
);

function CoverageSummary({ coverage }: { coverage: OverviewData['coverage'] }) {
  const { t, language } = useWords();
  const { sensors, sensors_alive, hours_covered_share: share } = coverage;
  const silent = sensors_alive < sensors;
  return (
    <Panel title={<Link to="/coverage">{t('coverage_summary')}</Link>}>
      <div className="bigs">
        {share === null ? (
          <p className="soft">{t('coverage_share_unknown')}</p>
        ) : (
          <Big n={percent(share, language)} w={t('coverage_share')} bad={share < 0.95} />
        )}
      </div>
      <p className={silent ? 'loud' : ''} style={{ marginTop: 8 }}>
        {sensors === 0 ? t('sensors_none') : t('sensors_alive', { alive: sensors_alive, all: sensors })}
      </p>
      <p className="soft small" style={{ marginTop: 8 }}>
        {t('packets')} {grouped(coverage.packets, language)} · {t('octets')}{' '}
        {octets(coverage.octets, language)} · {t('dropped')} {grouped(coverage.dropped, language)}
      </p>
    </Panel>
  );
}

function CaseSummary({ cases }: { cases: OverviewData['cases'] }) {
  const { t, language } = useWords();
  return (
    <Panel title={<Link to="/cases">{t('cases_summary')}</Link>}>
      <div className="bigs">
        <Big n={grouped(cases.open, language)} w={t('cases_open')} />
        <Big n={grouped(cases.overdue, language)} w={t('cases_overdue')} bad={cases.overdue > 0} />
        <Big n={grouped(cases.closed_30_days, language)} w={t('cases_closed_30')} />
      </div>
    </Panel>
  );
}

export default function Overview() {
  const { t } = useWords();
  const query = useOverview();
  return (
    <Page title={t('overview_title')} intro={t('all_times_utc')}>
      <Loaded query={query} lines={10}>
        {(data) => (
          <>
            <Counts counts={data.counts} />
            <div className="wide-narrow">
              <div>
                <Needs needs={data.needs} />
              </div>
              <div>
                <CaseSummary cases={data.cases} />
                <CoverageSummary coverage={data.coverage} />
              </div>
            </div>
            <Panel title={t('trend_title')} aside={t('trend_intro')}>
              <Trend days={data.trend} />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}
