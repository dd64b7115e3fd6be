// The frame of all views: landmarks, navigation, who is logged in, and the quiet word that something new is there.
import { ActionIcon, Button } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, NavLink, useLocation } from 'react-router-dom';
import { useLive } from '../api/live';
import { useLogOut } from '../api/queries';
import { may, type Session } from '../api/types';
import { useWords } from '../words/provider';
import { Icon, Lamp, type IconName } from './icons';
import { useUnfoldedPrint } from './print';

const MenuDrawer = lazy(() => import('./menu_drawer'));

const places = [
  ['overview', '/'],
  ['findings', '/findings'],
  ['cases', '/cases'],
  ['register', '/register'],
  ['coverage', '/coverage'],
  ['account', '/account'],
  ['audit', '/audit'],
  ['settings', '/settings'],
] as const satisfies readonly (readonly [IconName, string])[];

// Views that stand under a place with another address.
const under: Partial<Record<IconName, string>> = { cases: '/notices' };

function Navigation({ session, onGo }: { session: Session; onGo?: () => void }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  return (
    <ul className="nav">
        {places
          .filter(([name]) => name !== 'audit' || may(session.role, 'audit'))
          .map(([name, to]) => (
            <li key={name}>
              <NavLink
                to={to}
                end={to === '/'}
                onClick={onGo}
                {...(under[name] && pathname.startsWith(under[name]) && { 'aria-current': 'page', className: 'active' })}
              >
                <Icon name={name} />
                {t(`nav_${name}`)}
              </NavLink>
            </li>
          ))}
    </ul>
  );
}

function Who({ session }: { session: Session }) {
  const { t } = useWords();
  const logOut = useLogOut();
  return (
    <div className="who">
      <div className="any">{t('logged_in_as', { name: session.name, role: t(`role_${session.role}`) })}</div>
      <Button size="compact-xs" variant="default" loading={logOut.isPending} onClick={() => logOut.mutate()}>
        {t('log_out')}
      </Button>
    </div>
  );
}

const Brand = () => (
  <Link to="/" className="brand">
    <Lamp />
    Davy
  </Link>
);

function News() {
  const { t } = useWords();
  const { live, show } = useLive();
  return (
    <div role="status">
      {live !== 'quiet' && (
        <div className={`news${live === 'lost' ? ' lost' : ''}`}>
          {t(live === 'news' ? 'news_stored' : 'live_lost')}
          <Button size="compact-sm" variant="light" onClick={show}>
            {t(live === 'news' ? 'news_show' : 'retry')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  const { t } = useWords();
  const [menu, setMenu] = useState<'never' | 'open' | 'closed'>('never');
  useUnfoldedPrint();
  return (
    <>
      <a className="skip" href="#content">
        {t('skip_to_content')}
      </a>
      <div className="shell">
        <nav className="side" aria-label={t('main_navigation')}>
          <Brand />
          <Navigation session={session} />
          <Who session={session} />
        </nav>
        <nav className="topbar" aria-label={t('main_navigation')}>
          <Brand />
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('menu')}
            aria-expanded={menu === 'open'}
            onClick={() => setMenu('open')}
          >
            <Icon name="menu" />
          </ActionIcon>
        </nav>
        {menu !== 'never' && (
          <Suspense>
            <MenuDrawer opened={menu === 'open'} close={() => setMenu('closed')}>
              <nav aria-label={t('menu')}>
                <Navigation session={session} onGo={() => setMenu('closed')} />
              </nav>
              <Who session={session} />
            </MenuDrawer>
          </Suspense>
        )}
        <main id="content" className="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <News />
    </>
  );
}
