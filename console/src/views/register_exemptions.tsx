// What research may mine, where and until when; who asked, who decided, and what lay outside.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useActOnExemption, useExemptions } from '../api/register_queries';
import { may, type Exemption, type ExemptionAction } from '../api/types';
import { byAttention, hasEnded, namePartOf, possibleDecisions } from '../format/exemptions';
import { rounded } from '../format/numbers';
import { ReasonDialog } from '../parts/dialog';
import { Fact, Facts } from '../parts/format';
import { Icon } from '../parts/icons';
import { useMe } from '../parts/me';
import { Empty, Loaded, Panel } from '../parts/page';
import { useWords } from '../words/provider';
import { AskForExemption } from './register_exemption_form';

type Action = ExemptionAction['action'];

const tag_of = { asked: 'wait', in_force: 'good', not_yet: '', refused: '', withdrawn: '', expired: '' } as const;

function Decisions({ one }: { one: Exemption }) {
  const { t } = useWords();
  const me = useMe();
  const act = useActOnExemption(one.exemption_id);
  const [action, setAction] = useState<Action | null>(null);
  const open = possibleDecisions(one, me);
  const close = () => {
    act.reset();
    setAction(null);
  };
  return (
    <>
      {one.status === 'asked' && one.asked_by === me.name && may(me.role, 'approve') && (
        <p className="soft small">{t('exemption_own')}</p>
      )}
      {open.length > 0 && (
        <div className="row no-print">
          {open.map((a) => (
            <Button key={a} size="xs" variant={a === 'approve' ? 'filled' : 'default'} onClick={() => setAction(a)}>
              {t(`exemption_${a}`)}
            </Button>
          ))}
        </div>
      )}
      {action && (
        <ReasonDialog
          title={`${t(`exemption_${action}`)}: ${one.project}`}
          intro={t(`exemption_means_${action}`)}
          opened
          onClose={close}
          busy={act.isPending}
          error={act.error}
          onSend={(text) => act.mutate({ action, text }, { onSuccess: close })}
        />
      )}
    </>
  );
}

function Outside({ one }: { one: Exemption }) {
  const { t, counted } = useWords();
  if (one.outside === 0) return null;
  const part = namePartOf(one.hosts[0] ?? '');
  return (
    <p className="note bad out">
      <Icon name="alarm" /> {counted('exemption_outside_loud', one.outside)}{' '}
      <Link to={`/findings?level=confirmed,probable,suspected${part && `&text=${encodeURIComponent(part)}`}`}>
        {t('exemption_look')}
      </Link>
    </p>
  );
}

function Card({ one, wanted }: { one: Exemption; wanted: boolean }) {
  const { t, language } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted) place.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const loud = one.outside > 0 && !hasEnded(one);
  return (
    <div ref={place} className={wanted ? 'wanted' : ''} aria-current={wanted ? 'true' : undefined}>
      <Panel
        className={loud ? 'loud-edge' : one.status === 'asked' ? 'wait-edge' : ''}
        title={<span className="any">{one.project}</span>}
        aside={
          <>
            {t('exempt_link', { id: one.exemption_id })}{' '}
            <span className={`tag ${tag_of[one.status]}`}>{t(`exemption_${one.status}`)}</span>
          </>
        }
      >
        <div className="stack-12">
          <p className="any">{one.purpose}</p>
          <Facts>
            <Fact label={t('exemption_scope')}>
              <code className="any">{one.hosts.join(' ')}</code>
            </Fact>
            <Fact label={t('exemption_coins')}>{one.coins.length > 0 ? one.coins.join(', ') : t('exemption_coins_any')}</Fact>
            <Fact label={t('exemption_cap_said')}>
              {one.power_cap_kw === null ? t('exemption_cap_none') : `${rounded(one.power_cap_kw, language)} kW`}
            </Fact>
            <Fact label={t('exemption_days')}>
              <span className="nb">{one.first_day}</span> {t('to')} <span className="nb">{one.last_day}</span>
            </Fact>
            <Fact label={t('exemption_person')}>{one.person}</Fact>
            <Fact label={t('exemption_asked_by')}>{one.asked_by}</Fact>
            <Fact label={t('exemption_decided_by')}>{one.decided_by}</Fact>
            <Fact label={t('exemption_inside')}>{one.inside}</Fact>
            <Fact label={t('exemption_outside')}>
              <span className={loud ? 'loud' : ''}>{one.outside}</span>
            </Fact>
          </Facts>
          {loud && <Outside one={one} />}
          <Decisions one={one} />
        </div>
      </Panel>
    </div>
  );
}

function List({ items }: { items: Exemption[] }) {
  const { counted } = useWords();
  const [parameters] = useSearchParams();
  const wanted = Number(parameters.get('exemption'));
  const sorted = [...items].sort(byAttention);
  const ended = sorted.filter(hasEnded);
  const card = (one: Exemption) => <Card key={one.exemption_id} one={one} wanted={one.exemption_id === wanted} />;
  return (
    <>
      {sorted.filter((one) => !hasEnded(one)).map(card)}
      {ended.length > 0 && (
        <details open={ended.some((one) => one.exemption_id === wanted)}>
          <summary style={{ marginBottom: 12 }}>{counted('exemptions_ended', ended.length)}</summary>
          {ended.map(card)}
        </details>
      )}
    </>
  );
}

export function Exemptions() {
  const { t } = useWords();
  const me = useMe();
  const query = useExemptions();
  const [asking, setAsking] = useState(false);
  const ask = may(me.role, 'act') && (
    <Button className="no-print" onClick={() => setAsking(true)}>
      {t('exemption_new')}
    </Button>
  );
  return (
    <>
      <div className="row between" style={{ marginBottom: 16 }}>
        <p className="soft">{t('exemptions_intro')}</p>
        {ask}
      </div>
      <AskForExemption opened={asking} onClose={() => setAsking(false)} />
      <Loaded query={query} lines={12}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <Empty title={t('exemptions_none')} remedy={t('exemptions_none_remedy')} />
            </Panel>
          ) : (
            <List items={items} />
          )
        }
      </Loaded>
    </>
  );
}
